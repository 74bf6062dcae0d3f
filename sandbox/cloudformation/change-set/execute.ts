import type { DeleteChangeSetInput, ExecuteChangeSetInput } from "@aws-sdk/client-cloudformation";
import { AwsError, type CallContext } from "../../wire/handler";
import { remember, repeated } from "../api/accept";
import { beginCreation, setContent } from "../api/create";
import { beginUpdate, refuseStatus } from "../api/update";
import { invalid, noChangeSet } from "../errors";
import { regionOf } from "../state";
import type { Tools } from "../tools";
import { findChangeSet } from "./find";
import { targetOf } from "./target";

export function executeChangeSet(tools: Tools, ctx: CallContext, input: ExecuteChangeSetInput) {
  const call = `ExecuteChangeSet ${JSON.stringify(input)}`;
  if (repeated(tools, ctx, input.ClientRequestToken, call) !== undefined) return {};
  const name = input.ChangeSetName ?? "";
  const record = findChangeSet(tools, ctx, name, input.StackName);
  if (!record) throw noChangeSet(name);
  const region = regionOf(tools.kernel, ctx);
  const stack = region.stacks[record.stackId];
  if (!stack) throw noChangeSet(name);
  if (record.status !== "CREATE_COMPLETE") {
    throw new AwsError(
      "InvalidChangeSetStatus",
      `ChangeSet [${record.id}] cannot be executed in its current status of [${record.status}]`,
    );
  }
  if (record.executionStatus !== "AVAILABLE") {
    throw new AwsError(
      "InvalidChangeSetStatus",
      `ChangeSet [${record.id}] cannot be executed in its current execution status of [${record.executionStatus}]`,
    );
  }
  if (record.type === "UPDATE") refuseStatus(stack);
  else if (stack.status !== "REVIEW_IN_PROGRESS") {
    throw invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
  }
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  record.executionStatus = "EXECUTE_IN_PROGRESS";
  // The stack's other change sets are gone once one is executed [aws-facts 1.7].
  for (const other of Object.values(region.changeSets)) {
    if (other.stackId === stack.stackId && other.id !== record.id && !other.executionStatus.startsWith("EXECUTE_")) {
      delete region.changeSets[other.id];
    }
  }
  const token = input.ClientRequestToken;
  stack.rollbackConfiguration = { ...record.rollbackConfiguration };
  stack.changeSetId = record.id;
  if (record.type === "CREATE") {
    setContent(stack, targetOf(tools, record));
    stack.updatedAt = tools.kernel.now();
    stack.disableRollback = input.DisableRollback ?? false;
    if (input.RetainExceptOnCreate) stack.retainExceptOnCreate = true;
    if (record.onStackFailure === "DELETE") stack.onFailure = "DELETE";
    beginCreation(tools, stack, { token, keep: record.onStackFailure === "DO_NOTHING", changeSetId: record.id });
  } else {
    const keep = input.DisableRollback ?? record.onStackFailure === "DO_NOTHING";
    beginUpdate(tools, stack, targetOf(tools, record), {
      token,
      keep,
      changeSetId: record.id,
      policy: stack.policy,
    });
  }
  return {};
}

/** Deletes a change set that is not being executed. A stack in review stays. */
export function deleteChangeSet(tools: Tools, ctx: CallContext, input: DeleteChangeSetInput) {
  const name = input.ChangeSetName ?? "";
  const record = findChangeSet(tools, ctx, name, input.StackName);
  if (!record) {
    if (name.startsWith("arn:")) return {};
    throw noChangeSet(name);
  }
  if (record.executionStatus === "EXECUTE_IN_PROGRESS") {
    throw new AwsError(
      "InvalidChangeSetStatus",
      `ChangeSet [${record.id}] cannot be deleted in its current execution status of [${record.executionStatus}]`,
    );
  }
  delete regionOf(tools.kernel, ctx).changeSets[record.id];
  return {};
}
