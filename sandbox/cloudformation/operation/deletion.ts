import { resourceEvent } from "../events";
import { findProvider } from "../providers/registry";
import { type Environment, newTask, providerCall } from "./environment";
import type { Leftover, Operation, Task } from "./record";
import type { Runner } from "./runner";

const cleaning = (operation: Operation): boolean => operation.phase === "cleanup" || operation.phase === "back-cleanup";

/** Deletes one physical resource: of the stack itself, or one that an update left over. */
export const deletion: Runner = {
  doing: () => "delete",

  begin(environment, task) {
    if (task.retain) {
      say(environment, task, "DELETE_SKIPPED");
      return "over";
    }
    if (task.physicalId === "") {
      // Refused before it came to be; AWS says DELETE_COMPLETE all the same [aws-facts 1.3].
      say(environment, task, "DELETE_COMPLETE");
      return "over";
    }
    say(environment, task, "DELETE_IN_PROGRESS");
    return "go";
  },

  act(environment, task) {
    const call = providerCall(environment, task, task.properties);
    findProvider(task.type)?.delete?.(call);
    task.scratch = call.scratch;
  },

  complete(environment, task) {
    say(environment, task, "DELETE_COMPLETE");
  },

  fail(environment, task, reason) {
    environment.operation.failedToDelete.push(task.resource);
    say(environment, task, "DELETE_FAILED", reason);
  },
};

function say(
  { tools, stack, operation }: Environment,
  task: Task,
  status: "DELETE_IN_PROGRESS" | "DELETE_COMPLETE" | "DELETE_FAILED" | "DELETE_SKIPPED",
  reason?: string,
): void {
  const inCleanup = cleaning(operation);
  resourceEvent(
    tools,
    stack,
    {
      id: task.resource,
      type: task.type,
      physicalId: task.physicalId,
      status,
      // Absent on the clean-up's deletions only [aws-facts 1.1].
      ...(inCleanup ? {} : { properties: task.properties }),
      ...(reason === undefined ? {} : { reason }),
    },
    inCleanup ? undefined : stack.resources[task.resource],
  );
}

/** Tasks to delete all the stack's resources, dependants first. `retained` are skipped. */
export function deletionTasks(
  { stack }: Pick<Environment, "stack">,
  retained: (id: string) => boolean,
): Record<string, Task> {
  const records = Object.values(stack.resources).filter((record) => record.status !== "DELETE_COMPLETE");
  return Object.fromEntries(
    records.map((record) => [
      record.id,
      newTask({
        key: record.id,
        resource: record.id,
        type: record.type,
        needs: records.filter((other) => other.needs.includes(record.id)).map((other) => other.id),
        physicalId: record.physicalId,
        properties: record.properties,
        retain: retained(record.id),
        kind: "delete",
      }),
    ]),
  );
}

/** Tasks to delete what no longer belongs to the stack, dependants first. */
export function cleanupTasks(leftovers: readonly Leftover[]): Record<string, Task> {
  const key = (leftover: Leftover, index: number) => `${leftover.resource}#${index}`;
  return Object.fromEntries(
    leftovers.map((leftover, index) => [
      key(leftover, index),
      newTask({
        key: key(leftover, index),
        resource: leftover.resource,
        type: leftover.type,
        needs: leftovers.flatMap((other, at) => (other.needs.includes(leftover.resource) ? [key(other, at)] : [])),
        physicalId: leftover.physicalId,
        properties: leftover.properties,
        retain: leftover.retain,
        kind: "delete",
      }),
    ]),
  );
}
