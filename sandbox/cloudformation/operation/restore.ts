import { changedProperties } from "../compare";
import { resourceEvent } from "../events";
import { providerOf } from "../providers/registry";
import type { ResourceRecord } from "../state";
import { sameValue } from "../template/values";
import { callTags, type Environment, newTask, providerCall } from "./environment";
import type { Leftover, Task } from "./record";
import type { Runner } from "./runner";

/** Brings one resource back to what it was before the update. */
export const restore: Runner = {
  doing: () => "update",

  begin(environment, task) {
    const { operation, stack } = environment;
    const record = stack.resources[task.resource];
    const before = operation.before?.resources[task.resource];
    if (!before) return "over";
    if (operation.skip?.includes(task.resource)) {
      // Skipped resources are marked complete without being touched [aws-facts 1.5].
      putBack(environment, before);
      say(environment, task, "UPDATE_COMPLETE");
      return "over";
    }
    task.properties = before.properties;
    task.physicalId = before.physicalId;
    if (record && record.physicalId !== before.physicalId) {
      // It was only replaced: the old one is still there, and the clean-up deletes the new one.
      operation.leftovers.push(leftover(record));
      record.physicalId = before.physicalId;
    } else if (record) {
      task.scratch = { touched: touched(record, before) };
    }
    say(environment, task, "UPDATE_IN_PROGRESS");
    return "go";
  },

  act(environment, task) {
    const record = environment.stack.resources[task.resource];
    const { operation, stack } = environment;
    const before = { ...stack, tags: operation.before?.tags ?? [] };
    const call = {
      ...providerCall(environment, task, record?.properties ?? {}),
      tags: callTags(before, { id: task.resource, type: task.type }),
      tagsBefore: record?.tags ?? [],
    };
    if (call.scratch.touched !== true) return;
    providerOf(task.type).update?.(call);
    task.scratch = call.scratch;
  },

  complete(environment, task) {
    const before = environment.operation.before?.resources[task.resource];
    if (before) putBack(environment, before);
    say(environment, task, "UPDATE_COMPLETE");
  },

  fail(environment, task, reason) {
    environment.operation.failedToUpdate.push(task.resource);
    say(environment, task, "UPDATE_FAILED", reason);
  },
};

function putBack({ stack }: Environment, before: ResourceRecord): void {
  stack.resources[before.id] = structuredClone(before);
}

function say(
  { tools, stack }: Environment,
  task: Task,
  status: "UPDATE_IN_PROGRESS" | "UPDATE_COMPLETE" | "UPDATE_FAILED",
  reason?: string,
): void {
  resourceEvent(
    tools,
    stack,
    {
      id: task.resource,
      type: task.type,
      physicalId: task.physicalId,
      status,
      properties: task.properties,
      ...(reason === undefined ? {} : { reason }),
    },
    stack.resources[task.resource],
  );
}

export const leftover = (record: ResourceRecord, retain = false): Leftover => ({
  resource: record.id,
  type: record.type,
  physicalId: record.physicalId,
  properties: record.properties,
  needs: record.needs,
  retain,
});

/** Tasks for every resource that is not as it was; new ones become leftovers. */
export function restoreTasks({ stack, operation }: Environment): Record<string, Task> {
  const before = operation.before?.resources ?? {};
  for (const record of Object.values(stack.resources)) {
    if (Object.hasOwn(before, record.id)) continue;
    // What was new stays if its policy says so; RetainExceptOnCreate lets it go here.
    operation.leftovers.push(leftover(record, record.deletionPolicy === "Retain" && !stack.retainExceptOnCreate));
    delete stack.resources[record.id];
  }
  const changed = Object.values(before).filter((old) => {
    const record = stack.resources[old.id];
    return !record || differs(record, old);
  });
  const ids = new Set(changed.map((record) => record.id));
  return Object.fromEntries(
    changed.map((old) => [
      old.id,
      newTask({
        key: old.id,
        resource: old.id,
        type: old.type,
        needs: old.needs.filter((need) => ids.has(need)),
        physicalId: old.physicalId,
        properties: old.properties,
        kind: "restore",
      }),
    ]),
  );
}

/** Whether the service has to be told to put it back. */
const touched = (record: ResourceRecord, old: ResourceRecord): boolean =>
  /_(FAILED|IN_PROGRESS)$/.test(record.status) ||
  changedProperties(record.properties, old.properties).length > 0 ||
  !sameValue(record.tags ?? [], old.tags ?? []);

const differs = (record: ResourceRecord, old: ResourceRecord): boolean =>
  record.physicalId !== old.physicalId || touched(record, old) || !sameValue(record.metadata ?? {}, old.metadata ?? {});
