import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { describeStack, stackResources } from "@/lib/aws/cloudformation";
import type { VerbContext } from "@/lib/operations/context";
import { lastRollbackMs, operationFor } from "@/lib/operations/store";
import type { StackRef } from "@/lib/place";
import { listReleases } from "@/lib/releases/list";
import { locateService } from "@/lib/services/locate";
import { readService } from "@/lib/services/read";
import type { ServiceFacts } from "@/lib/services/types";
import { planRollback } from "./plan";
import type { RollbackDecision } from "./types";

/** The plan on what is true now, for a release somebody picked or the default one. */
export async function readRollbackPlan(
  ctx: Pick<VerbContext, "db" | "aws">,
  { ref, targetId }: { ref: StackRef; targetId?: string },
): Promise<RollbackDecision> {
  const aws = ctx.aws.at(ref);
  const [stack, releases, operation, lastTookMs, service] = await Promise.all([
    describeStack(aws, ref.stack),
    listReleases(ctx.db, ref),
    operationFor(ctx.db, ref),
    lastRollbackMs(ctx.db, ref),
    // Only for what it costs: the way back must not depend on ECS answering.
    serviceOf(aws, ref.stack).catch(() => null),
  ]);
  return planRollback({ stack, releases, operation, service, tasks: [], targetId, lastTookMs });
}

async function serviceOf(aws: AwsContext, stack: string): Promise<ServiceFacts | null> {
  const where = locateService(await stackResources(aws, stack));
  return where ? ((await readService(aws, where))?.facts ?? null) : null;
}
