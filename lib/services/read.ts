import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { describeService, type EcsTask, hostsOf, serviceTasks } from "@/lib/aws/ecs";
import { type TaskDefinition, taskDefinition } from "@/lib/aws/ecs-task-definition";
import { targetHealth } from "@/lib/aws/elbv2";
import { joinTasks } from "./join-tasks";
import type { Located } from "./locate";
import type { ServiceEvent, ServiceFacts, Task } from "./types";
import { mainContainer, versionOf } from "./version";

/** The service with its deployments' versions, and its events newest first; null when it is not (or no longer) there. */
export async function readService(
  ctx: AwsContext,
  where: Located,
): Promise<{ facts: ServiceFacts; events: readonly ServiceEvent[] } | null> {
  const found = await describeService(ctx, where.cluster, where.service);
  if (!found) return null;
  const arns = found.facts.deployments.map((deployment) => deployment.taskDefinition);
  const definitions = await definitionsOf(ctx, arns);
  const deployments = found.facts.deployments.map((deployment) => {
    const image = mainContainer(definitions.get(deployment.taskDefinition)?.containers ?? [])?.image;
    return image ? { ...deployment, image, version: versionOf(image) } : deployment;
  });
  return { facts: { ...found.facts, deployments }, events: found.events };
}

/** Task definitions by ARN; one that cannot be read is left out, its task is shown without a version. */
export async function definitionsOf(ctx: AwsContext, arns: readonly string[]): Promise<Map<string, TaskDefinition>> {
  const found = new Map<string, TaskDefinition>();
  await Promise.all(
    [...new Set(arns)].filter(Boolean).map(async (arn) => {
      const definition = await taskDefinition(ctx, arn).catch(() => null);
      if (definition) found.set(arn, definition);
    }),
  );
  return found;
}

/** A service's tasks, running ones first, then those stopped in the last hour; newest first in each. */
export async function readTasks(ctx: AwsContext, where: Located, targetGroupArn: string | undefined): Promise<Task[]> {
  const [running, stopped, targets] = await Promise.all([
    serviceTasks(ctx, where.cluster, where.service, "RUNNING"),
    serviceTasks(ctx, where.cluster, where.service, "STOPPED"),
    targetGroupArn ? targetHealth(ctx, targetGroupArn) : undefined,
  ]);
  const own = (tasks: readonly EcsTask[]) => tasks.map((task) => task.containerInstanceArn ?? "").filter(Boolean);
  const [hosts, definitions] = await Promise.all([
    // An instance that is gone can no longer be described; its stopped tasks are shown without it.
    hostsOf(ctx, where.cluster, own([...running, ...stopped])).catch(() => new Map()),
    definitionsOf(
      ctx,
      [...running, ...stopped].map((task) => task.taskDefinition),
    ),
  ]);
  const seen = new Set(running.map((task) => task.arn));
  const around = { hosts, definitions, targets };
  return [
    ...joinTasks(running, around),
    ...joinTasks(
      stopped.filter((task) => !seen.has(task.arn)),
      around,
    ),
  ];
}
