import "server-only";
import { setTerminationProtection } from "@/lib/aws/cloudformation-writes";
import type { VerbContext } from "@/lib/operations/context";
import type { StackRef } from "@/lib/place";
import { requireStack, sameStack } from "./require-stack";

/** Switches a stack's termination protection. Settled by its absolute value: pressing twice is the same as once. */
export async function setProtection(
  ctx: Pick<VerbContext, "aws">,
  { ref, stackId, on }: { ref: StackRef; stackId: string; on: boolean },
): Promise<{ on: boolean }> {
  const aws = ctx.aws.at(ref);
  const stack = await requireStack(aws, stackId);
  sameStack(stack, stackId);
  if (stack.terminationProtection !== on) await setTerminationProtection(aws, stack.stackId, on);
  return { on };
}
