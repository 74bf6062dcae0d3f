import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { stackResources } from "@/lib/aws/cloudformation";
import { describeService } from "@/lib/aws/ecs";
import { locateService } from "@/lib/services/locate";
import { explainServiceEvent } from "@/lib/stacks/cause-texts";
import { refusalsOf } from "./refusals";

/**
 * Whether the tasks of a stack's service fail, its events say so, or its group is refused instances since `since` (ms).
 * Two or three calls, so that it can be asked each second: once a stack goes back, what could tell why is soon gone.
 */
export async function showsTrouble(aws: AwsContext, stackId: string, since: number): Promise<boolean> {
  if ((await refusalsOf(aws, stackId, since)).length > 0) return true;
  const where = locateService(await stackResources(aws, stackId));
  const service = where && (await describeService(aws, where.cluster, where.service));
  if (!service) return false;
  return (
    service.facts.deployments.some(({ failed }) => failed > 0) ||
    service.events.some((event) => event.at >= since && explainServiceEvent(event) !== undefined)
  );
}
