import type { CallContext, InputOf } from "../../wire/handler";
import { noStack } from "../errors";
import { findStack } from "../state";
import type { Tools } from "../tools";
import { refusePolicy } from "./policy";

function named(tools: Tools, ctx: CallContext, name: string | undefined) {
  const stack = findStack(tools.kernel, ctx, name ?? "");
  if (!stack) throw noStack.brackets(name ?? "");
  return stack;
}

export function updateTerminationProtection(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "UpdateTerminationProtection">,
) {
  const stack = named(tools, ctx, input.StackName);
  stack.terminationProtection = input.EnableTerminationProtection ?? false;
  return { StackId: stack.stackId };
}

export function getStackPolicy(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "GetStackPolicy">) {
  const stack = named(tools, ctx, input.StackName);
  return stack.policy === undefined ? {} : { StackPolicyBody: stack.policy };
}

export function setStackPolicy(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "SetStackPolicy">) {
  const stack = named(tools, ctx, input.StackName);
  const policy = refusePolicy(input.StackPolicyBody, input.StackPolicyURL);
  if (policy !== undefined) stack.policy = policy;
  return {};
}
