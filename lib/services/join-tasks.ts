import type { EcsTask } from "@/lib/aws/ecs";
import type { TaskDefinition } from "@/lib/aws/ecs-task-definition";
import type { TargetHealth } from "@/lib/aws/elbv2";
import type { Task } from "./types";
import { mainContainer, versionOf } from "./version";

export interface TaskSurroundings {
  /** EC2 instance and zone by container instance ARN. */
  readonly hosts: ReadonlyMap<string, { instanceId: string; zone?: string }>;
  /** By ARN. */
  readonly definitions: ReadonlyMap<string, TaskDefinition>;
  /** The targets of its load balancer; undefined without one (or while they are not known). */
  readonly targets?: readonly TargetHealth[];
}

/** Tasks with where they run, what they run, and what the load balancer thinks of them. Newest first. */
export function joinTasks(tasks: readonly EcsTask[], around: TaskSurroundings): Task[] {
  return tasks.map((task) => join(task, around)).sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
}

function join(task: EcsTask, { hosts, definitions, targets }: TaskSurroundings): Task {
  const definition = definitions.get(task.taskDefinition);
  const main = definition ? mainContainer(definition.containers) : undefined;
  const host = task.containerInstanceArn ? hosts.get(task.containerInstanceArn) : undefined;
  const running = task.containers.find((container) => container.name === main?.name) ?? task.containers[0];
  const image = running?.image || main?.image;
  return {
    id: task.id,
    arn: task.arn,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    ...healthOf(task, targets, host?.instanceId),
    version: image ? versionOf(image) : undefined,
    digest: running?.digest,
    taskDefinition: task.taskDefinition,
    deploymentId: task.startedBy?.startsWith("ecs-svc/") ? task.startedBy : undefined,
    instanceId: host?.instanceId,
    ...(task.fargate && { fargate: task.fargate }),
    containerInstanceArn: task.containerInstanceArn,
    zone: task.zone ?? host?.zone,
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    stoppedAt: task.stoppedAt,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    containers: task.containers.map(({ name, image, digest, lastStatus, exitCode, reason, runtimeId }) => ({
      name,
      image,
      digest,
      lastStatus,
      exitCode,
      reason,
      log: streamOf(definition, name, task.id, runtimeId),
    })),
  };
}

/** The awslogs driver's stream: prefix/container/task with a prefix, else the container's Docker id. */
function streamOf(
  definition: TaskDefinition | undefined,
  container: string,
  taskId: string,
  runtimeId: string | undefined,
): { group: string; stream: string } | undefined {
  const log = definition?.containers.find((each) => each.name === container)?.log;
  if (!log) return undefined;
  if (log.streamPrefix) return { group: log.group, stream: `${log.streamPrefix}/${container}/${taskId}` };
  return runtimeId ? { group: log.group, stream: runtimeId } : undefined;
}

type HealthFacts = Pick<Task, "health" | "healthReason">;

function healthOf(
  task: EcsTask,
  targets: readonly TargetHealth[] | undefined,
  instanceId: string | undefined,
): HealthFacts {
  if (task.lastStatus === "STOPPED") return { health: "none" };
  if (task.lastStatus !== "RUNNING") {
    return { health: task.desiredStatus === "STOPPED" ? "draining" : "starting" };
  }
  if (task.containerHealth === "UNHEALTHY") {
    return { health: "unhealthy", healthReason: "Failed its container health check" };
  }
  if (!targets) return { health: task.containerHealth === "HEALTHY" ? "healthy" : "none" };
  const ports = new Set(task.containers.flatMap((container) => container.hostPorts));
  const own = targets.filter(
    ({ target, port }) =>
      (target === instanceId && (ports.size === 0 || ports.has(port))) || (task.ip !== undefined && target === task.ip),
  );
  const target = own.find(({ state }) => state !== "draining") ?? own[0];
  if (!target) return { health: task.desiredStatus === "STOPPED" ? "draining" : "starting" };
  switch (target.state) {
    case "healthy":
      return { health: "healthy" };
    case "initial":
      return { health: "starting", healthReason: target.reason };
    case "draining":
      return { health: "draining", healthReason: target.reason };
    case "unhealthy":
      return { health: "unhealthy", healthReason: target.description ?? target.reason };
    default:
      return { health: "none", healthReason: target.reason };
  }
}
