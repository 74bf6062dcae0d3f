import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { describeStack } from "@/lib/aws/cloudformation";
import { SlipwayError } from "@/lib/errors";
import type { StackFacts } from "./types";

/** The stack as it is now; `not_found` when it is not there. */
export async function requireStack(aws: AwsContext, nameOrId: string): Promise<StackFacts> {
  const stack = await describeStack(aws, nameOrId);
  if (!stack || stack.status === "DELETE_COMPLETE") {
    throw new SlipwayError("not_found", `There is no stack ${nameOrId.split("/")[1] ?? nameOrId} here any more.`, {
      hint: "It may have been deleted outside Slipway.",
    });
  }
  return stack;
}

/** A page may be old: the stack it shows can have been deleted and made again under its name. */
export function sameStack(stack: StackFacts, stackId: string): void {
  if (stack.stackId === stackId) return;
  throw new SlipwayError("stale_plan", `${stack.name} was deleted and made again since this page was drawn.`, {
    hint: "Look at the new stack before you change it.",
  });
}
