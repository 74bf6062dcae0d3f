import type { Change, ResourceAttribute, ResourceChange, ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../wire/handler";
import { type Deployment, type DeploymentSource, deploymentOf, existing, metadataOf, taken } from "../deployment";
import { resolveDynamic } from "../dynamic";
import { StackFailure } from "../errors";
import { evaluateOutputs } from "../outputs";
import { takesTags } from "../providers/schema";
import type { OutputRecord, ResourceRecord, StackContent, StackRecord } from "../state";
import { evaluate } from "../template/evaluate";
import { inOrder } from "../template/graph";
import type { ResourceSpec } from "../template/model";
import { isMapping, KNOWN_AFTER_APPLY, type Mapping, sameValue } from "../template/values";
import type { Tools } from "../tools";
import { changeDetails } from "./details";

export interface Plan {
  readonly changes: Change[];
  /** Outputs, tags or stored parameters change although no resource does. */
  readonly beside: boolean;
  /** What could not be foreseen, e.g. an export that does not exist. */
  readonly warning?: string;
}

type Target = Pick<StackContent, "template" | "parameters" | "tags" | "notificationArns">;

/** What an update to `target` would do to the stack, as a change set tells it. Touches nothing. */
export function planChanges(tools: Tools, stack: StackRecord, target: Target): Plan {
  const foreseen = new Map<string, "add" | "replace" | "modify">();
  const source = (content: Target): DeploymentSource => ({
    stackId: stack.stackId,
    name: stack.name,
    template: content.template,
    parameters: content.parameters,
    notificationArns: content.notificationArns,
  });
  const now = existing(tools, { ...stack, imports: [] });
  let warning: string | undefined;
  const after = deploymentOf(tools, source(target), {
    ref: (id) => (isNew(foreseen.get(id)) ? KNOWN_AFTER_APPLY : now.ref(id)),
    attribute: (id, name) => (foreseen.has(id) ? KNOWN_AFTER_APPLY : now.attribute(id, name)),
    importValue: (name) => {
      try {
        return now.importValue(name);
      } catch (error) {
        if (!(error instanceof StackFailure)) throw error;
        warning ??= error.message.replace(/ found$/, "");
        return KNOWN_AFTER_APPLY;
      }
    },
  });
  const old = Object.keys(stack.resources).length > 0 ? deploymentOf(tools, source(stack), now) : undefined;
  const changedParameters = new Set(
    [...target.parameters, ...stack.parameters]
      .map((parameter) => parameter.key)
      .filter((key) => shownValue(stack, key) !== shownValue(target, key)),
  );
  const retagged = !sameValue(sortedTags(stack), sortedTags(target));
  const changes: ResourceChange[] = [];
  let failed: string | undefined;
  for (const id of inOrder(after.graph)) {
    const spec = after.resources[id];
    if (!spec) continue;
    const record = stack.resources[id];
    const before = warning;
    const needsNew = (after.graph[id] ?? []).some((need) => isNew(foreseen.get(need)));
    const properties = propertiesOf(tools, stack, spec, record === undefined && needsNew ? foreseeing(after) : after);
    if (warning !== before) failed ??= id;
    const change =
      record === undefined
        ? added(spec, properties)
        : modified(spec, properties, record, old, after, changedParameters, foreseen, retagged);
    if (!change) continue;
    foreseen.set(id, change.Action === "Add" ? "add" : change.Replacement === "True" ? "replace" : "modify");
    changes.push(change);
  }
  for (const record of Object.values(stack.resources)) {
    if (!Object.hasOwn(after.resources, record.id)) changes.push(removed(record));
  }
  changes.sort((a, b) => ((a.LogicalResourceId ?? "") < (b.LogicalResourceId ?? "") ? -1 : 1));
  const stored = target.parameters.some(
    (parameter) =>
      parameter.resolved !== undefined &&
      stack.parameters.find((other) => other.key === parameter.key)?.resolved !== parameter.resolved,
  );
  return {
    changes: changes.map((change) => ({ Type: "Resource" as const, ResourceChange: change })),
    beside: stored || retagged || outputsDiffer(tools, stack, after),
    ...(warning === undefined
      ? {}
      : {
          warning: `[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [${failed ?? ""}] because: ${warning}`,
        }),
  };
}

const isNew = (fate: string | undefined): boolean => fate === "add" || fate === "replace";

const shownValue = (content: Pick<StackContent, "parameters">, key: string): string | undefined => {
  const parameter = content.parameters.find((other) => other.key === key);
  return parameter?.resolved ?? parameter?.value;
};

const sortedTags = (content: Pick<StackContent, "tags">) =>
  [...content.tags].sort((a, b) => ((a.Key ?? "") < (b.Key ?? "") ? -1 : 1));

/** Attributes of what stays may yet change by what comes: a VPC has no IPv6 block until its VPCCidrBlock is there. */
function foreseeing(deployment: Deployment): Deployment {
  const attribute = (id: string, name: string) => {
    const value = deployment.scope.attribute(id, name);
    return Array.isArray(value) && value.length === 0 ? KNOWN_AFTER_APPLY : value;
  };
  return { ...deployment, scope: { ...deployment.scope, attribute } };
}

function propertiesOf(tools: Tools, stack: StackRecord, spec: ResourceSpec, deployment: Deployment): Mapping {
  const value = evaluate(spec.properties, deployment.scope);
  return resolveDynamic(isMapping(value) ? value : {}, spec.type, tools, stack.stackId);
}

const context = (properties: Mapping, metadata?: Mapping): string =>
  JSON.stringify({ Properties: properties, ...(metadata === undefined ? {} : { Metadata: metadata }) });

const added = (spec: ResourceSpec, properties: Mapping): ResourceChange => ({
  Action: "Add",
  LogicalResourceId: spec.id,
  ResourceType: spec.type,
  Scope: [],
  Details: [],
  AfterContext: context(properties),
});

const removed = (record: ResourceRecord): ResourceChange => ({
  PolicyAction: record.deletionPolicy === "Retain" ? "Retain" : "Delete",
  Action: "Remove",
  LogicalResourceId: record.id,
  PhysicalResourceId: record.physicalId,
  ResourceType: record.type,
  Scope: [],
  Details: [],
  BeforeContext: context(record.properties, record.metadata),
});

function modified(
  spec: ResourceSpec,
  properties: Mapping,
  record: ResourceRecord,
  old: Deployment | undefined,
  after: Deployment,
  changedParameters: ReadonlySet<string>,
  foreseen: ReadonlyMap<string, "add" | "replace" | "modify">,
  retagged: boolean,
): ResourceChange | undefined {
  const was = old?.resources[spec.id];
  const raw = (deployment: Deployment | undefined, from: ResourceSpec | undefined): Mapping => {
    const value = deployment && from ? taken(from.properties, deployment.scope.conditions) : {};
    return isMapping(value) ? value : {};
  };
  const details: ResourceChangeDetail[] = changeDetails(
    spec.type,
    { raw: raw(old, was), value: record.properties },
    { raw: raw(after, spec), value: properties },
    changedParameters,
    foreseen,
  );
  const scope = new Set<ResourceAttribute>(details.length > 0 ? ["Properties"] : []);
  const beside = (attribute: "Metadata" | "Tags") => {
    scope.add(attribute);
    details.push({
      Target: { Attribute: attribute, RequiresRecreation: "Never" },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    });
  };
  if (!sameValue(record.metadata ?? {}, metadataOf(spec, after.scope) ?? {})) beside("Metadata");
  if (retagged && takesTags(spec.type)) beside("Tags");
  if (details.length === 0) return undefined;
  const recreating = details.filter((detail) => detail.Target?.RequiresRecreation === "Always");
  const replacement =
    recreating.length === 0
      ? "False"
      : recreating.some((detail) => detail.Evaluation === "Static")
        ? "True"
        : "Conditional";
  return {
    ...(replacement === "True"
      ? { PolicyAction: spec.updateReplacePolicy === "Retain" ? "ReplaceAndRetain" : "ReplaceAndDelete" }
      : {}),
    Action: "Modify",
    LogicalResourceId: spec.id,
    PhysicalResourceId: record.physicalId,
    ResourceType: spec.type,
    Replacement: replacement,
    Scope: [...scope],
    Details: details,
    BeforeContext: context(record.properties, record.metadata),
    AfterContext: context(properties, metadataOf(spec, after.scope)),
  };
}

function outputsDiffer(tools: Tools, stack: StackRecord, after: Deployment): boolean {
  try {
    const shape = (outputs: readonly OutputRecord[]) => outputs.map((output) => ({ ...output }));
    return !sameValue(shape(evaluateOutputs(tools, { ...stack, outputs: [] }, after)), shape(stack.outputs));
  } catch (error) {
    if (error instanceof AwsError || error instanceof StackFailure) return true;
    throw error;
  }
}
