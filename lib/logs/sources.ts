import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { stackResources } from "@/lib/aws/cloudformation";
import { describeService } from "@/lib/aws/ecs";
import type { TaskDefinition } from "@/lib/aws/ecs-task-definition";
import { locateService } from "@/lib/services/locate";
import { definitionsOf } from "@/lib/services/read";
import type { LogSource } from "./select";

export interface ServiceLogs {
  readonly sources: readonly LogSource[];
  /** The driver, when containers log but not to CloudWatch; undefined while any uses awslogs. */
  readonly otherDriver?: string;
}

/** Where a stack's containers log, by the task definitions of its deployments; null while it has no service. */
export async function logSources(ctx: AwsContext, stack: string): Promise<ServiceLogs | null> {
  const where = locateService(await stackResources(ctx, stack));
  if (!where) return null;
  const service = await describeService(ctx, where.cluster, where.service);
  if (!service) return null;
  const arns = service.facts.deployments.map((deployment) => deployment.taskDefinition);
  const definitions = await definitionsOf(ctx, [service.facts.taskDefinition, ...arns]);
  return sourcesOf([...definitions.values()]);
}

/** Pure part. */
export function sourcesOf(definitions: readonly TaskDefinition[]): ServiceLogs {
  const sources = new Map<string, LogSource>();
  let otherDriver: string | undefined;
  for (const { name, log, logDriver } of definitions.flatMap(({ containers }) => containers)) {
    if (log) {
      const source = { group: log.group, container: name, streamPrefix: log.streamPrefix };
      sources.set(JSON.stringify(source), source);
    } else otherDriver ??= logDriver ?? "json-file (Docker's default)";
  }
  return sources.size > 0 ? { sources: [...sources.values()] } : { sources: [], otherDriver };
}
