import type { UpdateStackInput } from "@aws-sdk/client-cloudformation";
import type { CallContext } from "../../wire/handler";
import { planChanges } from "../change-set/plan";
import { checkedTemplate } from "../deployment";
import { invalid, noStack } from "../errors";
import { stackEvent } from "../events";
import { watchTriggers } from "../operation/triggers";
import { contentOf, findStack, regionOf, type StackRecord } from "../state";
import { isMapping } from "../template/values";
import type { Tools } from "../tools";
import { acceptContent, refuseName, refuseRollbackTriggers, remember, repeated, type Target } from "./accept";
import { begin, firstMove } from "./begin";
import { setContent } from "./create";
import { refusePolicy } from "./policy";

const UPDATABLE = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
  "CREATE_FAILED",
  "UPDATE_FAILED",
]);

export function refuseStatus(stack: StackRecord): void {
  if (!UPDATABLE.has(stack.status)) {
    throw invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
  }
}

export function refuseTypeChanges(stack: StackRecord, target: Target): void {
  const { resources } = checkedTemplate(target.template);
  const changed = Object.values(stack.resources)
    .filter((record) => Object.hasOwn(resources, record.id) && resources[record.id]?.type !== record.type)
    .map((record) => record.id);
  if (changed.length > 0) {
    throw invalid(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(", ")}]`,
    );
  }
}

export function updateStack(tools: Tools, ctx: CallContext, input: UpdateStackInput) {
  refuseName(input.StackName);
  const call = `UpdateStack ${JSON.stringify(input)}`;
  const known = repeated(tools, ctx, input.ClientRequestToken, call);
  if (known !== undefined) return { StackId: known };
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.brackets(input.StackName);
  refuseStatus(stack);
  refuseRollbackTriggers(input.RollbackConfiguration);
  const policy = refusePolicy(input.StackPolicyBody, input.StackPolicyURL);
  const during = refusePolicy(input.StackPolicyDuringUpdateBody, input.StackPolicyDuringUpdateURL);
  const target = acceptContent(tools, ctx, input, stack);
  refuseTypeChanges(stack, target);
  const plan = planChanges(tools, stack, target);
  const unfinished = stack.status.endsWith("_FAILED");
  if (plan.changes.length === 0 && !plan.beside && !unfinished) throw invalid("No updates are to be performed.");
  if (isMapping(input.RollbackConfiguration)) stack.rollbackConfiguration = { ...input.RollbackConfiguration };
  delete stack.changeSetId;
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  beginUpdate(tools, stack, target, {
    token: input.ClientRequestToken,
    keep: input.DisableRollback,
    policy: during ?? stack.policy,
  });
  if (policy !== undefined) stack.policy = policy;
  // Change sets made before this update no longer fit.
  for (const changeSet of Object.values(regionOf(tools.kernel, ctx).changeSets)) {
    const open = changeSet.executionStatus === "AVAILABLE";
    if (changeSet.stackId === stack.stackId && open) changeSet.executionStatus = "OBSOLETE";
  }
  return { StackId: stack.stackId, OperationId: stack.operation?.id };
}

/** The update itself, for UpdateStack and for executing an UPDATE change set. */
export function beginUpdate(
  tools: Tools,
  stack: StackRecord,
  target: Target,
  options: {
    token?: string | undefined;
    keep?: boolean | undefined;
    changeSetId?: string;
    policy?: string | undefined;
  },
): void {
  // After a failure that was kept, a rollback still leads to what was stable before it.
  const before = stack.unfinished?.before ?? contentOf(stack);
  const leftovers = stack.unfinished?.leftovers ?? [];
  setContent(stack, target);
  stack.updatedAt = tools.kernel.now();
  const environment = begin(tools, stack, {
    type: "UPDATE_STACK",
    phase: "check",
    token: options.token,
    before,
    leftovers: structuredClone(leftovers),
    keepOnFailure: options.keep,
    changeSetId: options.changeSetId,
    policy: options.policy,
  });
  stackEvent(tools, stack, "UPDATE_IN_PROGRESS", "User Initiated");
  watchTriggers(environment);
  firstMove(environment);
}
