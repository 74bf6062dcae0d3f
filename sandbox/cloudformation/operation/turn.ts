import { AwsError } from "../../wire/handler";
import { StackFailure } from "../errors";
import { stackEvent } from "../events";
import { evaluateOutputs } from "../outputs";
import type { StackRecord } from "../state";
import { cleanupTasks, deletionTasks } from "./deletion";
import { currentDeployment, type Environment, moveLater } from "./environment";
import { finish } from "./finish";
import { leftover, restoreTasks } from "./restore";
import { monitoringTime } from "./triggers";

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const listed = (verb: string, ids: readonly string[]): string[] =>
  ids.length === 0 ? [] : [`The following resource(s) failed to ${verb}: [${ids.join(", ")}].`];

/** What failed, as the stack's own event tells it. */
function failures({ operation }: Environment): string {
  return [...listed("create", operation.failedToCreate), ...listed("update", operation.failedToUpdate)].join(" ");
}

/** A failure of the stack itself, before or beside its resources. */
export function failStack(environment: Environment, reason: string): void {
  environment.operation.stackReason = reason;
  turnBack(environment);
}

/** After a failure on the way forward: roll back, delete, or stay as it is. */
export function turnBack(environment: Environment): void {
  const { tools, stack, operation } = environment;
  const what = operation.stackReason ?? failures(environment);
  const creating = operation.type === "CREATE_STACK";
  if (operation.keepOnFailure) {
    const status = creating ? "CREATE_FAILED" : "UPDATE_FAILED";
    if (operation.before) stack.unfinished = { before: operation.before, leftovers: operation.leftovers };
    finish(environment, status, `${what} `.replace(/ +$/, " "));
    return;
  }
  operation.phase = "back";
  operation.failing = false;
  if (!creating) {
    // The user's own cancellation is told as such; a failure without "Rollback requested by user" [aws-facts 1.5].
    stackEvent(tools, stack, "UPDATE_ROLLBACK_IN_PROGRESS", what);
    goBack(environment);
    return;
  }
  if (stack.onFailure === "DELETE") {
    stack.deletedAt = tools.kernel.now();
    stackEvent(tools, stack, "DELETE_IN_PROGRESS", `${sentence(what)} Delete requested by user.`);
  } else {
    // A stack that rolls back carries a DeletionTime [aws-facts 1.3].
    stack.deletedAt = tools.kernel.now();
    stackEvent(tools, stack, "ROLLBACK_IN_PROGRESS", `${sentence(what)} Rollback requested by user.`);
  }
  const keep = (id: string) => stack.resources[id]?.deletionPolicy === "Retain" && !stack.retainExceptOnCreate;
  operation.tasks = deletionTasks(environment, keep);
  moveLater(environment, 700);
}

/** The way back of an update: changed resources get their old properties, new ones wait for the clean-up. */
export function goBack(environment: Environment): void {
  const { operation } = environment;
  operation.phase = "back";
  operation.failedToCreate = [];
  operation.failedToUpdate = [];
  // What the way forward meant to delete is needed again.
  const old = operation.before?.resources ?? {};
  operation.leftovers = operation.leftovers.filter((one) => old[one.resource]?.physicalId !== one.physicalId);
  operation.tasks = restoreTasks(environment);
  moveLater(environment, 700);
}

/** All tasks of the phase are over. */
export function phaseOver(environment: Environment): void {
  const { operation } = environment;
  switch (operation.phase) {
    case "check":
      return;
    case "forward":
      if (operation.type === "DELETE_STACK") deleted(environment);
      else if (operation.failedToCreate.length + operation.failedToUpdate.length > 0) turnBack(environment);
      else forwardOver(environment);
      return;
    case "back":
      if (operation.before) backOver(environment);
      else createUndone(environment);
      return;
    case "cleanup":
      finish(environment, "UPDATE_COMPLETE");
      return;
    case "back-cleanup":
      finish(environment, "UPDATE_ROLLBACK_COMPLETE");
  }
}

function forwardOver(environment: Environment): void {
  const { tools, stack, operation } = environment;
  const monitoring = monitoringTime(environment);
  if (monitoring > 0 && operation.monitorUntil === undefined) {
    operation.monitorUntil = tools.kernel.now() + monitoring;
    tools.kernel.schedule("cloudformation:operation", monitoring, {
      stackId: stack.stackId,
      operationId: operation.id,
      phase: operation.phase,
    });
  }
  if (tools.kernel.now() < (operation.monitorUntil ?? 0)) return;
  const deployment = currentDeployment(environment);
  try {
    stack.outputs = evaluateOutputs(tools, stack, deployment);
  } catch (error) {
    if (!(error instanceof StackFailure || error instanceof AwsError)) throw error;
    failStack(environment, error.message);
    return;
  }
  if (operation.type === "CREATE_STACK") {
    finish(environment, "CREATE_COMPLETE");
    return;
  }
  for (const record of Object.values(stack.resources)) {
    if (Object.hasOwn(deployment.resources, record.id)) continue;
    operation.leftovers.push(leftover(record, /^Retain/.test(record.deletionPolicy ?? "")));
    delete stack.resources[record.id];
  }
  cleanUp(environment, "cleanup");
}

function cleanUp(environment: Environment, phase: "cleanup" | "back-cleanup"): void {
  const { tools, stack, operation } = environment;
  operation.phase = phase;
  operation.tasks = cleanupTasks(operation.leftovers);
  stackEvent(
    tools,
    stack,
    phase === "cleanup" ? "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" : "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
  );
  moveLater(environment, 500);
}

function backOver(environment: Environment): void {
  const { stack, operation } = environment;
  const { before } = operation;
  if (!before) return;
  if (operation.failedToUpdate.length > 0) {
    stack.unfinished = { before, leftovers: operation.leftovers };
    finish(environment, "UPDATE_ROLLBACK_FAILED", `${failures(environment)} `);
    return;
  }
  const { resources: _, ...content } = before;
  Object.assign(stack, content);
  if (before.description === undefined) delete stack.description;
  if (before.roleArn === undefined) delete stack.roleArn;
  cleanUp(environment, "back-cleanup");
}

function createUndone(environment: Environment): void {
  const { stack, operation } = environment;
  if (operation.failedToDelete.length > 0) {
    const reason = `The following resource(s) failed to delete: [${operation.failedToDelete.join(", ")}]. `;
    forgetDeleted(stack);
    finish(environment, stack.onFailure === "DELETE" ? "DELETE_FAILED" : "ROLLBACK_FAILED", reason);
    return;
  }
  if (stack.onFailure === "DELETE") {
    finish(environment, "DELETE_COMPLETE");
    return;
  }
  // Rolled-back resources are described no more [aws-facts 1.3].
  stack.resources = {};
  finish(environment, "ROLLBACK_COMPLETE");
}

function deleted(environment: Environment): void {
  const { operation } = environment;
  if (operation.failedToDelete.length > 0) {
    const reason = `The following resource(s) failed to delete: [${operation.failedToDelete.join(", ")}]. `;
    finish(environment, "DELETE_FAILED", reason);
  } else {
    finish(environment, "DELETE_COMPLETE");
  }
}

function forgetDeleted(stack: StackRecord): void {
  for (const [id, record] of Object.entries(stack.resources)) {
    if (record.status === "DELETE_COMPLETE") delete stack.resources[id];
  }
}
