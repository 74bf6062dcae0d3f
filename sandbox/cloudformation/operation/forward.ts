import { AwsError } from "../../wire/handler";
import { changedProperties, needsReplacement } from "../compare";
import { metadataOf } from "../deployment";
import { resolveDynamic } from "../dynamic";
import { resourceEvent } from "../events";
import { HandlerError } from "../providers/provider";
import { customName, findProvider, providerOf, refuseProperties } from "../providers/registry";
import { takesTags } from "../providers/schema";
import { deniedByPolicy } from "../stack-policy";
import { placeOfStack, type ResourceRecord, regionOf } from "../state";
import { evaluate } from "../template/evaluate";
import { isMapping, type Mapping, sameValue } from "../template/values";
import { currentDeployment, type Environment, newTask, providerCall } from "./environment";
import { handlerCodeOf, PlainFailure } from "./reason";
import type { Task } from "./record";
import { leftover } from "./restore";
import type { Runner } from "./runner";

const REPLACING = "Requested update requires the creation of a new physical resource; hence creating one.";

/** Creates, updates or replaces one resource of the new template. Which, is known once its properties are. */
export const forward: Runner = {
  doing: (task) => (task.kind === "update" ? "update" : "create"),

  begin(environment, task) {
    const { tools, stack } = environment;
    const deployment = currentDeployment(environment);
    const spec = deployment.resources[task.resource];
    if (!spec) return "over";
    const old = stack.resources[task.resource];
    const evaluated = evaluate(spec.properties, deployment.scope);
    task.properties = resolveDynamic(isMapping(evaluated) ? evaluated : {}, spec.type, tools, stack.stackId);
    const metadata = metadataOf(spec, deployment.scope);
    task.kind = kindOf(environment, task, old, metadata);
    if (task.kind === undefined && old) {
      old.needs = [...(deployment.graph[spec.id] ?? [])];
      setPolicies(old, spec);
      return "over";
    }
    const record: ResourceRecord = {
      id: spec.id,
      type: spec.type,
      physicalId: old?.physicalId ?? "",
      status: "CREATE_IN_PROGRESS",
      at: tools.kernel.now(),
      properties: task.properties,
      attributes: old?.attributes ?? {},
      needs: [...(deployment.graph[spec.id] ?? [])],
      ...(metadata === undefined ? {} : { metadata }),
      ...(takesTags(spec.type) ? { tags: stack.tags } : {}),
    };
    setPolicies(record, spec);
    stack.resources[spec.id] = record;
    task.physicalId = task.kind === "update" ? record.physicalId : "";
    if (old) task.previous = { leftover: leftover(old), tags: old.tags ?? [] };
    const status = task.kind === "create" ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
    const reason = task.kind === "replace" ? REPLACING : undefined;
    resourceEvent(tools, stack, event(task, record.physicalId, status, reason), record);
    refuseByPolicy(environment, task);
    if (task.kind === "replace") refuseSameName(task);
    return "go";
  },

  act(environment, task) {
    const { tools, stack } = environment;
    const failures = regionOf(tools.kernel, placeOfStack(stack.stackId)).failures;
    const forced = failures[`${stack.name}/${task.resource}`];
    if (forced !== undefined) {
      delete failures[`${stack.name}/${task.resource}`];
      throw new HandlerError(forced, "GeneralServiceException");
    }
    refuseProperties(task.resource, task.type, task.properties);
    const provider = providerOf(task.type);
    const before = task.previous?.leftover.properties ?? {};
    const call = providerCall(environment, task, before);
    if (task.kind === "update") {
      const same = changedProperties(before, task.properties).length === 0;
      if (!same || !sameValue(task.previous?.tags ?? [], stack.tags)) provider.update?.(call);
      task.scratch = call.scratch;
      return;
    }
    try {
      exists(environment, task, provider.create(call));
    } catch (error) {
      if (call.made === undefined || !(error instanceof AwsError)) throw error;
      exists(environment, task, call.made);
      // Not to be tried again: it would make a second one.
      throw error instanceof HandlerError ? error : new HandlerError(error.message, handlerCodeOf(error));
    }
    task.scratch = call.scratch;
    const record = stack.resources[task.resource];
    const status = task.kind === "create" ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
    resourceEvent(tools, stack, event(task, task.physicalId, status, "Resource creation Initiated"), record);
  },

  complete(environment, task) {
    const { tools, stack } = environment;
    const record = stack.resources[task.resource];
    const call = providerCall(environment, task, {});
    const attributes = providerOf(task.type).read?.(call) ?? {};
    if (record) record.attributes = attributes;
    refreshNeeds(environment, record);
    const status = task.kind === "create" ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
    resourceEvent(tools, stack, event(task, task.physicalId, status), record);
  },

  fail({ tools, stack, operation }, task, reason) {
    const record = stack.resources[task.resource];
    const creating = task.kind === "create" || (task.kind === undefined && record === undefined);
    const status = creating ? "CREATE_FAILED" : "UPDATE_FAILED";
    (creating ? operation.failedToCreate : operation.failedToUpdate).push(task.resource);
    resourceEvent(tools, stack, event(task, record?.physicalId ?? task.physicalId, status, reason), record);
  },
};

function refreshNeeds(environment: Environment, record: ResourceRecord | undefined): void {
  for (const need of record?.needs ?? []) {
    const other = environment.stack.resources[need];
    const provider = other && findProvider(other.type);
    if (!other || !provider?.living) continue;
    const { id, type, physicalId, properties } = other;
    const task = newTask({ key: id, resource: id, type, needs: [], physicalId, properties });
    other.attributes = provider.read?.(providerCall(environment, task, {})) ?? {};
  }
}

/** The new physical resource is the stack's from here on; one it replaces is left to the clean-up. */
function exists({ stack, operation }: Environment, task: Task, physicalId: string): void {
  const record = stack.resources[task.resource];
  const previous = task.previous?.leftover;
  task.physicalId = physicalId;
  if (task.kind === "replace" && previous) {
    operation.leftovers.push({ ...previous, retain: record?.updateReplacePolicy === "Retain" });
  }
  if (record) record.physicalId = physicalId;
}

function event(task: Task, physicalId: string, status: Parameters<typeof resourceEvent>[2]["status"], reason?: string) {
  return {
    id: task.resource,
    type: task.type,
    physicalId,
    status,
    properties: task.properties,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Undefined when nothing of the resource changes. */
function kindOf(
  { stack }: Environment,
  task: Task,
  old: ResourceRecord | undefined,
  metadata: Mapping | undefined,
): Task["kind"] {
  if (!old) return "create";
  // What an earlier update left failed is tried again, as AWS does from UPDATE_FAILED and CREATE_FAILED.
  if (old.physicalId === "") return "create";
  if (needsReplacement(task.type, old.properties, task.properties)) return "replace";
  const same =
    changedProperties(old.properties, task.properties).length === 0 &&
    sameValue(old.metadata ?? {}, metadata ?? {}) &&
    (!takesTags(task.type) || sameValue(old.tags ?? [], stack.tags)) &&
    !old.status.endsWith("_FAILED");
  return same ? undefined : "update";
}

function setPolicies(record: ResourceRecord, spec: { deletionPolicy?: string; updateReplacePolicy?: string }): void {
  if (spec.deletionPolicy === undefined) delete record.deletionPolicy;
  else record.deletionPolicy = spec.deletionPolicy;
  if (spec.updateReplacePolicy === undefined) delete record.updateReplacePolicy;
  else record.updateReplacePolicy = spec.updateReplacePolicy;
}

function refuseByPolicy({ operation }: Environment, task: Task): void {
  if (task.kind !== "update" && task.kind !== "replace") return;
  const action = task.kind === "update" ? "Update:Modify" : "Update:Replace";
  const reason = deniedByPolicy(operation.policy, action, task.resource, task.type);
  if (reason !== undefined) throw new PlainFailure(reason);
}

/** A resource with a name of its own cannot exist twice, so it cannot be replaced under that name. */
function refuseSameName(task: Task): void {
  const previous = task.previous?.leftover;
  const name = customName(task.type, task.properties);
  if (previous && name !== undefined && name === customName(task.type, previous.properties)) {
    throw new PlainFailure(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    );
  }
}
