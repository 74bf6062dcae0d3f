import "server-only";
import { cancelUpdate as cancelInAws } from "@/lib/aws/cloudformation-writes";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { alreadyPerformed, type Performed, performOperation } from "@/lib/operations/perform";
import type { StackRef } from "@/lib/place";
import { requireStack, sameStack } from "./require-stack";

export interface CancelUpdateInput {
  readonly ref: StackRef;
  readonly stackId: string;
  readonly reason?: string;
  readonly formKey: string;
}

/** Stops the update under way; the stack goes back to what it was. Only while it is UPDATE_IN_PROGRESS. */
export async function cancelUpdate(ctx: VerbContext, input: CancelUpdateInput): Promise<Performed> {
  const { ref } = input;
  const done = await alreadyPerformed(ctx, input.formKey);
  if (done) return done;
  const stack = await requireStack(ctx.aws.at(ref), input.stackId);
  sameStack(stack, input.stackId);
  if (stack.status !== "UPDATE_IN_PROGRESS") {
    throw new SlipwayError("stale_plan", "No update is under way that could be cancelled.", {
      hint: "It may have ended meanwhile. Look again.",
    });
  }
  return performOperation(ctx, {
    kind: "cancel",
    mechanism: "cancel-update",
    slot: "interrupt",
    ref,
    stackId: stack.stackId,
    title: `Cancel the update of ${ref.stack}`,
    reason: input.reason,
    formKey: input.formKey,
    call: async (aws, clientToken) => {
      await cancelInAws(aws, stack.stackId, clientToken);
      return { stackId: stack.stackId };
    },
  });
}
