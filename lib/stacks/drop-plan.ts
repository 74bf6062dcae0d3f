import "server-only";
import { deleteChangeSet } from "@/lib/aws/cloudformation-change-sets";
import type { VerbContext } from "@/lib/operations/context";
import type { Place } from "@/lib/place";

/** Throws away a change set that nobody wants to execute. One that is gone already is fine. */
export const dropPlan = (
  ctx: VerbContext,
  { place, changeSetId }: { place: Place; changeSetId: string },
): Promise<void> => deleteChangeSet(ctx.aws.at(place), changeSetId);
