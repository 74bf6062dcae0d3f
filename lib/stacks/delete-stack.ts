import "server-only";
import { deleteStack as deleteInAws } from "@/lib/aws/cloudformation-writes";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { alreadyPerformed, type Performed, performOperation } from "@/lib/operations/perform";
import type { StackRef } from "@/lib/place";
import { requireStack, sameStack } from "./require-stack";
import { STACK_STATUS } from "./status";

export interface DeleteStackInput {
  readonly ref: StackRef;
  readonly stackId: string;
  /** The stack's name, typed: it cannot be undone. */
  readonly confirm: string;
  /** Logical ids to leave behind: only after a deletion failed, as AWS has it [aws-facts 1.6]. */
  readonly retain?: readonly string[];
  readonly reason?: string;
  readonly formKey: string;
}

/** Deletes a stack with all it holds. By ARN, so a stack made again under the name is never hit. */
export async function deleteStack(ctx: VerbContext, input: DeleteStackInput): Promise<Performed> {
  const { ref } = input;
  const done = await alreadyPerformed(ctx, input.formKey);
  if (done) return done;
  if (input.confirm !== ref.stack) {
    throw new SlipwayError("invalid_input", "Type the stack's name to delete it.", {
      fields: { confirm: `Type ${ref.stack}.` },
    });
  }
  const stack = await requireStack(ctx.aws.at(ref), input.stackId);
  sameStack(stack, input.stackId);
  if (stack.terminationProtection) {
    throw new SlipwayError("conflict", `${ref.stack} is protected against deletion.`, {
      hint: "Switch its termination protection off first.",
    });
  }
  const retain = input.retain ?? [];
  if (retain.length > 0 && stack.status !== "DELETE_FAILED") {
    throw new SlipwayError("conflict", "Resources can be left behind only after a deletion has failed on them.", {
      hint: "Delete the stack first; what fails can then be left out.",
    });
  }
  return performOperation(ctx, {
    kind: "delete",
    mechanism: "delete-stack",
    // A launch that hangs can only be ended by deleting it.
    slot: STACK_STATUS[stack.status].moving ? "interrupt" : "main",
    ref,
    stackId: stack.stackId,
    title: retain.length > 0 ? `Delete ${ref.stack}, leaving ${retain.join(", ")}` : `Delete ${ref.stack}`,
    reason: input.reason,
    formKey: input.formKey,
    call: async (aws, clientToken) => {
      await deleteInAws(aws, stack.stackId, clientToken, retain);
      return { stackId: stack.stackId };
    },
  });
}
