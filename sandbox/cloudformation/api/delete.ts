import type { DeleteStackInput } from "@aws-sdk/client-cloudformation";
import type { CallContext } from "../../wire/handler";
import { invalid } from "../errors";
import { stackEvent } from "../events";
import { cleanupTasks, deletionTasks } from "../operation/deletion";
import { importersOf } from "../outputs";
import { findStack, type StackRecord } from "../state";
import type { Tools } from "../tools";
import { refuseName, remember, repeated } from "./accept";
import { begin, firstMove } from "./begin";

/** Deletes by name or ARN. Deleting what is gone, or already going, does nothing, as in AWS. */
export function deleteStack(tools: Tools, ctx: CallContext, input: DeleteStackInput) {
  refuseName(input.StackName);
  const call = `DeleteStack ${JSON.stringify(input)}`;
  if (repeated(tools, ctx, input.ClientRequestToken, call) !== undefined) return {};
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack || stack.status === "DELETE_COMPLETE" || stack.status === "DELETE_IN_PROGRESS") return {};
  if (stack.terminationProtection) {
    throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  // A creation may be abandoned; an update may not.
  if (stack.operation && stack.operation.type !== "CREATE_STACK") {
    throw invalid(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
  }
  for (const output of stack.outputs) {
    const user = output.exportName === undefined ? undefined : importersOf(tools, stack, output.exportName)[0];
    if (user !== undefined) {
      throw invalid(`Export ${output.exportName} cannot be deleted as it is in use by ${user}`);
    }
  }
  const retain = input.RetainResources ?? [];
  if (retain.length > 0 && stack.status !== "DELETE_FAILED") {
    throw invalid(
      `Invalid operation on stack [${stack.name}]. RetainResources can only be used when a stack is in the DELETE_FAILED state.`,
    );
  }
  const strange = retain.filter((id) => !Object.hasOwn(stack.resources, id));
  if (strange.length > 0) {
    throw invalid(`The specified resources to retain do not exist in the stack: [${strange.join(", ")}]`);
  }
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  const force = input.DeletionMode === "FORCE_DELETE_STACK";
  beginDeletion(tools, stack, input.ClientRequestToken, (id) => retain.includes(id) || (force && hasFailed(stack, id)));
  return {};
}

const hasFailed = (stack: StackRecord, id: string): boolean => stack.resources[id]?.status === "DELETE_FAILED";

/** The deletion itself, for DeleteStack and for rolling back a stack that was never complete. */
export function beginDeletion(
  tools: Tools,
  stack: StackRecord,
  token: string | undefined,
  retained: (id: string) => boolean,
): void {
  const environment = begin(tools, stack, { type: "DELETE_STACK", phase: "forward", token });
  stack.deletedAt = tools.kernel.now();
  delete stack.changeSetId;
  stackEvent(tools, stack, "DELETE_IN_PROGRESS", "User Initiated");
  const kept = (id: string) => ["Retain", "RetainExceptOnCreate"].includes(stack.resources[id]?.deletionPolicy ?? "");
  environment.operation.tasks = {
    ...deletionTasks(environment, (id) => retained(id) || kept(id)),
    // What an update left half-way belongs to the stack too.
    ...cleanupTasks(stack.unfinished?.leftovers ?? []),
  };
  firstMove(environment);
}
