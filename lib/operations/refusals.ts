import "server-only";
import { scalingActivities } from "@/lib/aws/auto-scaling";
import type { AwsContext } from "@/lib/aws/client";
import { stackResources } from "@/lib/aws/cloudformation";
import type { CauseEvidence } from "@/lib/stacks/root-cause";

const GROUP = "AWS::AutoScaling::AutoScalingGroup";
const NEWEST = 20;
/** Groups that are being made or changed; a stack has one as a rule. */
const MAX_GROUPS = 3;

/**
 * What Auto Scaling was refused since `since` (ms) in the groups a stack is working on, newest first: their own
 * activities say it at once, CloudFormation only after its wait for signals.
 */
export async function refusalsOf(
  aws: AwsContext,
  stackId: string,
  since: number,
): Promise<NonNullable<CauseEvidence["refusals"]>> {
  const groups = (await stackResources(aws, stackId))
    .filter(({ type, status, physicalId }) => type === GROUP && !!physicalId && !/_COMPLETE$/.test(status))
    .slice(0, MAX_GROUPS);
  const found = await Promise.all(
    groups.map(async ({ logicalId, physicalId = "" }) => {
      const activities = await scalingActivities(aws, physicalId, NEWEST);
      return activities.flatMap(({ at, status, statusMessage }) =>
        status === "Failed" && at >= since && statusMessage ? [{ at, group: logicalId, message: statusMessage }] : [],
      );
    }),
  );
  return found.flat().sort((a, b) => b.at - a.at);
}
