import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { stackResources } from "@/lib/aws/cloudformation";
import { locateService } from "./locate";
import { readService, readTasks } from "./read";
import type { ServiceFacts, ServiceObservation, Task } from "./types";
import { runningVersions } from "./version";

const NOTHING: ServiceObservation = {
  hasService: false,
  healthy: 0,
  wanted: 0,
  rollout: null,
  versions: [],
  stoppedTasks: [],
  events: [],
};

/** A stack's service as AWS has it this moment, for judging an operation's end. Rejects when AWS cannot be asked. */
export async function observeService(ctx: AwsContext, stackNameOrId: string): Promise<ServiceObservation> {
  const where = locateService(await stackResources(ctx, stackNameOrId));
  if (!where) return NOTHING;
  const service = await readService(ctx, where);
  if (!service) return NOTHING;
  const tasks = await readTasks(ctx, where, service.facts.targetGroupArn);
  return { ...judge(service.facts, tasks), events: service.events };
}

/** Pure part: counts only what belongs to the primary deployment. */
export function judge(facts: ServiceFacts, tasks: readonly Task[]): Omit<ServiceObservation, "events"> {
  const primary = facts.deployments.find((deployment) => deployment.status === "PRIMARY");
  const own = tasks.filter(
    (task) =>
      primary !== undefined &&
      task.lastStatus === "RUNNING" &&
      task.desiredStatus !== "STOPPED" &&
      (task.deploymentId === primary.id ||
        (task.deploymentId === undefined && task.taskDefinition === primary.taskDefinition)),
  );
  const counts = (task: Task) =>
    task.health === "healthy" || (facts.targetGroupArn === undefined && task.health === "none");
  return {
    hasService: true,
    healthy: own.filter(counts).length,
    wanted: facts.desired,
    rollout: primary?.rollout ?? null,
    rolloutReason: primary?.rolloutReason,
    versions: runningVersions(tasks),
    image: primary?.image,
    digest: own.find((task) => task.digest)?.digest,
    stoppedTasks: tasks
      .filter((task) => task.lastStatus === "STOPPED")
      .sort((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0)),
  };
}
