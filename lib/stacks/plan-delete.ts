import "server-only";
import { stackResources, templateText } from "@/lib/aws/cloudformation";
import { logGroup } from "@/lib/aws/logs";
import type { VerbContext } from "@/lib/operations/context";
import type { StackRef } from "@/lib/place";
import { currentRelease } from "@/lib/releases/diff";
import { listReleases } from "@/lib/releases/list";
import { type DeletionPlan, deletionPlan } from "./deletion";
import { valuesOf } from "./execute-update";
import { linksOf } from "./links";
import { requireStack } from "./require-stack";

/** Log groups asked for their size; a stack with more names the rest without it. */
const MAX_LOG_GROUPS = 10;

/** What deleting a stack would take away and leave, read now. What cannot be read of a log group is said so. */
export async function planDelete(
  { db, aws }: Pick<VerbContext, "db" | "aws">,
  { ref, stackId }: { ref: StackRef; stackId: string },
): Promise<DeletionPlan> {
  const at = aws.at(ref);
  const [stack, resources, text, releases] = await Promise.all([
    requireStack(at, stackId),
    stackResources(at, stackId),
    templateText(at, stackId).catch(() => null),
    listReleases(db, ref),
  ]);
  const groups = resources.filter(({ type, physicalId }) => type === "AWS::Logs::LogGroup" && physicalId);
  const read = await Promise.all(
    groups.slice(0, MAX_LOG_GROUPS).map(async ({ physicalId = "" }) => {
      const group = await logGroup(at, physicalId).catch(() => null);
      return group ? [[physicalId, group] as const] : [];
    }),
  );
  return deletionPlan({
    stack,
    resources,
    links: text === null ? {} : linksOf(text),
    logGroups: new Map(read.flat()),
    image: currentRelease(releases, valuesOf(stack.parameters))?.image,
  });
}
