import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { stackResources } from "@/lib/aws/cloudformation";
import { describeService } from "@/lib/aws/ecs";
import { locateService } from "@/lib/services/locate";
import { explainServiceEvent } from "@/lib/stacks/cause-texts";

/**
 * Whether the tasks of a stack's service fail, or its events say so since `since` (ms). Two calls, so that it can be
 * asked each second of a deployment: once a stack goes back, the tasks that could tell why are soon gone.
 */
export async function tasksFail(aws: AwsContext, stackId: string, since: number): Promise<boolean> {
  const where = locateService(await stackResources(aws, stackId));
  const service = where && (await describeService(aws, where.cluster, where.service));
  if (!service) return false;
  return (
    service.facts.deployments.some(({ failed }) => failed > 0) ||
    service.events.some((event) => event.at >= since && explainServiceEvent(event) !== undefined)
  );
}
