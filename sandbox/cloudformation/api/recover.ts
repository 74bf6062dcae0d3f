import type {
  CancelUpdateStackInput,
  ContinueUpdateRollbackInput,
  RollbackStackInput,
} from "@aws-sdk/client-cloudformation";
import type { CallContext } from "../../wire/handler";
import { invalid, noStack } from "../errors";
import { stackEvent } from "../events";
import { stopAll } from "../operation/run";
import { goBack } from "../operation/turn";
import { findStack, type StackRecord } from "../state";
import type { Tools } from "../tools";
import { refuseName, remember, repeated } from "./accept";
import { begin } from "./begin";
import { beginDeletion } from "./delete";

function named(tools: Tools, ctx: CallContext, name: string | undefined): StackRecord {
  refuseName(name);
  const stack = findStack(tools.kernel, ctx, name);
  if (!stack) throw noStack.brackets(name);
  return stack;
}

/** Stops an update and rolls it back; only while it goes forward [aws-facts 1.5]. */
export function cancelUpdateStack(tools: Tools, ctx: CallContext, input: CancelUpdateStackInput) {
  const call = `CancelUpdateStack ${JSON.stringify(input)}`;
  if (repeated(tools, ctx, input.ClientRequestToken, call) !== undefined) return {};
  const stack = named(tools, ctx, input.StackName);
  const { operation } = stack;
  if (stack.status !== "UPDATE_IN_PROGRESS" || !operation || operation.failing) {
    throw invalid("CancelUpdateStack cannot be called from current stack status");
  }
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  operation.stackReason = "User Initiated";
  operation.keepOnFailure = false;
  if (operation.phase === "check") operation.phase = "forward";
  stopAll({ tools, stack, operation });
  return {};
}

/** Goes on with a rollback that failed. Skipped resources count as restored without being touched. */
export function continueUpdateRollback(tools: Tools, ctx: CallContext, input: ContinueUpdateRollbackInput) {
  const call = `ContinueUpdateRollback ${JSON.stringify(input)}`;
  if (repeated(tools, ctx, input.ClientRequestToken, call) !== undefined) return {};
  const stack = named(tools, ctx, input.StackName);
  if (stack.status !== "UPDATE_ROLLBACK_FAILED" || !stack.unfinished) {
    throw invalid("RollbackUpdatedStack cannot be called from current stack status");
  }
  const skip = input.ResourcesToSkip ?? [];
  const strange = skip.filter((id) => stack.resources[id]?.status !== "UPDATE_FAILED");
  if (strange.length > 0) {
    throw invalid(
      `ResourcesToSkip can only contain resources that are in UPDATE_FAILED state because of a rollback: [${strange.join(", ")}]`,
    );
  }
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  rollBack(tools, stack, "CONTINUE_ROLLBACK", input.ClientRequestToken, skip);
  return {};
}

/** From CREATE_FAILED the stack is deleted, since it was never complete; from UPDATE_FAILED it goes back. */
export function rollbackStack(tools: Tools, ctx: CallContext, input: RollbackStackInput) {
  const call = `RollbackStack ${JSON.stringify(input)}`;
  const known = repeated(tools, ctx, input.ClientRequestToken, call);
  if (known !== undefined) return { StackId: known };
  const stack = named(tools, ctx, input.StackName);
  if (stack.status !== "CREATE_FAILED" && stack.status !== "UPDATE_FAILED") {
    throw invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not be rolled back.`);
  }
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  if (stack.unfinished) rollBack(tools, stack, "ROLLBACK", input.ClientRequestToken, []);
  else beginDeletion(tools, stack, input.ClientRequestToken, () => false);
  return { StackId: stack.stackId, OperationId: stack.operation?.id };
}

function rollBack(
  tools: Tools,
  stack: StackRecord,
  type: "CONTINUE_ROLLBACK" | "ROLLBACK",
  token: string | undefined,
  skip: string[],
): void {
  const { unfinished } = stack;
  const environment = begin(tools, stack, {
    type,
    phase: "back",
    token,
    before: unfinished?.before,
    leftovers: structuredClone(unfinished?.leftovers ?? []),
    skip,
  });
  stackEvent(tools, stack, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
  goBack(environment);
}
