import type { CreateStackInput } from "@aws-sdk/client-cloudformation";
import { AwsError, type CallContext } from "../../wire/handler";
import { deploymentOf } from "../deployment";
import { invalid } from "../errors";
import { stackEvent } from "../events";
import { watchTriggers } from "../operation/triggers";
import { findStack, regionOf, type StackRecord } from "../state";
import { isMapping, type Mapping } from "../template/values";
import type { Tools } from "../tools";
import { acceptContent, refuseName, refuseRollbackTriggers, remember, repeated, type Target } from "./accept";
import { begin, firstMove } from "./begin";
import { refusePolicy } from "./policy";

/** A stack that has just got its name and id. */
export function newStack(tools: Tools, ctx: CallContext, name: string): StackRecord {
  const stackId = `arn:aws:cloudformation:${ctx.region}:${ctx.account}:stack/${name}/${tools.kernel.uuid()}`;
  const stack: StackRecord = {
    stackId,
    name,
    createdAt: tools.kernel.now(),
    status: "CREATE_IN_PROGRESS",
    template: "",
    parameters: [],
    tags: [],
    capabilities: [],
    notificationArns: [],
    outputs: [],
    resources: {},
    imports: [],
    disableRollback: false,
    terminationProtection: false,
    rollbackConfiguration: {},
    events: [],
    operations: [],
  };
  const region = regionOf(tools.kernel, ctx);
  region.stacks[stackId] = stack;
  region.names[name] = stackId;
  return stack;
}

/** Sets what a stack shall be; what the target does not say is cleared. */
export function setContent(stack: StackRecord, target: Target): void {
  delete stack.description;
  delete stack.roleArn;
  Object.assign(stack, structuredClone(target));
}

/** References a call cannot resolve yet; only rules and conditions are looked at. */
const NOTHING_YET = { ref: () => "", attribute: () => "", importValue: () => "" };

/** What only template and values together show, found at the call as AWS does. */
export function refuseDeployment(tools: Tools, stack: Pick<StackRecord, "stackId" | "name">, target: Target): void {
  deploymentOf(tools, { ...target, stackId: stack.stackId, name: stack.name }, NOTHING_YET);
}

export function createStack(tools: Tools, ctx: CallContext, input: CreateStackInput) {
  refuseName(input.StackName);
  const call = `CreateStack ${JSON.stringify(input)}`;
  const known = repeated(tools, ctx, input.ClientRequestToken, call);
  if (known !== undefined) return { StackId: known };
  if (input.DisableRollback !== undefined && input.OnFailure !== undefined) {
    throw invalid("Either DisableRollback or OnFailure can be specified, not both.");
  }
  refuseRollbackTriggers(input.RollbackConfiguration);
  const policy = refusePolicy(input.StackPolicyBody, input.StackPolicyURL);
  const target = acceptContent(tools, ctx, input);
  const existing = findStack(tools.kernel, ctx, input.StackName);
  if (existing && existing.status !== "REVIEW_IN_PROGRESS") {
    throw new AwsError("AlreadyExistsException", `Stack [${input.StackName}] already exists`);
  }
  const stackId = `arn:aws:cloudformation:${ctx.region}:${ctx.account}:stack/${input.StackName}/-`;
  refuseDeployment(tools, existing ?? { stackId, name: input.StackName }, target);
  const stack = existing ?? newStack(tools, ctx, input.StackName);
  // A stack in review becomes this one; its change sets are outdated [aws-facts 1.7].
  for (const changeSet of Object.values(regionOf(tools.kernel, ctx).changeSets)) {
    if (changeSet.stackId === stack.stackId) changeSet.executionStatus = "OBSOLETE";
  }
  setContent(stack, target);
  stack.disableRollback = input.DisableRollback ?? false;
  stack.terminationProtection = input.EnableTerminationProtection ?? false;
  stack.rollbackConfiguration = plain(input.RollbackConfiguration);
  if (input.OnFailure !== undefined) stack.onFailure = input.OnFailure;
  if (input.RetainExceptOnCreate) stack.retainExceptOnCreate = true;
  if (input.TimeoutInMinutes !== undefined) stack.timeoutMinutes = input.TimeoutInMinutes;
  if (policy !== undefined) stack.policy = policy;
  remember(tools, ctx, input.ClientRequestToken, call, stack.stackId);
  beginCreation(tools, stack, { token: input.ClientRequestToken, keep: input.OnFailure === "DO_NOTHING" });
  return { StackId: stack.stackId, OperationId: stack.operation?.id };
}

const plain = (value: unknown): Mapping => (isMapping(value) ? structuredClone(value) : {});

/** The creation itself, for CreateStack and for executing a CREATE change set. */
export function beginCreation(
  tools: Tools,
  stack: StackRecord,
  options: { token?: string | undefined; keep?: boolean; changeSetId?: string },
): void {
  const environment = begin(tools, stack, {
    type: "CREATE_STACK",
    phase: "check",
    token: options.token,
    keepOnFailure: stack.disableRollback || (options.keep ?? false),
    changeSetId: options.changeSetId,
  });
  stackEvent(tools, stack, "CREATE_IN_PROGRESS", "User Initiated");
  watchTriggers(environment);
  if (stack.timeoutMinutes !== undefined) {
    tools.kernel.schedule("cloudformation:timeout", stack.timeoutMinutes * 60_000, {
      stackId: stack.stackId,
      operationId: environment.operation.id,
    });
  }
  firstMove(environment);
}
