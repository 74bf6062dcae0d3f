import "server-only";
import { deleteChangeSet, describeChangeSet } from "@/lib/aws/cloudformation-change-sets";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import type { StackRef } from "@/lib/place";

/**
 * Throws away a change set that nobody wants to execute; one that is gone already is fine. One of another stack than
 * the named one throws `conflict`: the audit would say it of the wrong stack.
 */
export async function dropPlan(
  ctx: Pick<VerbContext, "aws">,
  { ref, changeSetId }: { ref: StackRef; changeSetId: string },
): Promise<void> {
  const aws = ctx.aws.at(ref);
  const changeSet = await describeChangeSet(aws, changeSetId);
  if (!changeSet) return;
  // arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>
  if (changeSet.stackId.split("/")[1] !== ref.stack) {
    throw new SlipwayError("conflict", `This plan belongs to another stack than ${ref.stack}.`, {
      hint: "Look at the changes again.",
    });
  }
  await deleteChangeSet(aws, changeSet.id);
}
