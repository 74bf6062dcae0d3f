import { type Deployments, primaryOf } from "./deployments";
import type { Service, Task } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import type { Scheduler } from "./scheduler";
import type { Place } from "./seams";
import { complain, EVENT_TEXTS, writeEvent } from "./service-events";
import { plainPlace } from "./shelf";
import type { Tasks } from "./tasks";

/** Pauses (ms) before tasks that never reached RUNNING are tried again. Source: aws-facts.md section 2.2. */
const BACK_OFF = [285_000, 375_000, 600_000, 900_000];
/** And before others: a container that exits at once trips the breaker after about three minutes. */
const TRY_AGAIN = { exit: 25_000, health: 5_000 };

/** What a service makes of its tasks' fates: running, failing, unhealthy, gone. */
export function watchTasks(parts: {
  kernel: Kernel;
  facts: Facts;
  store: EcsStore;
  tasks: Tasks;
  deployments: Deployments;
  scheduler: Scheduler;
}): void {
  const { kernel, facts, store, deployments, scheduler } = parts;

  const ownerOf = (place: Place, taskId: string) => {
    const task = store.task(place, taskId);
    const service = task?.service ? store.findService(place, task.cluster, task.service) : undefined;
    return task && service ? { task, service } : undefined;
  };
  const deploymentOf = (service: Service, task: Task) =>
    service.deployments.find((deployment) => deployment.id === task.deploymentId);

  const count = (place: Place, service: Service, task: Task, stage: "start" | "exit" | "health") => {
    const deployment = deploymentOf(service, task);
    service.steady = false;
    if (!deployment || deployment !== primaryOf(service)) return;
    const pause =
      stage === "start" ? (BACK_OFF[Math.min(deployment.neverRan, BACK_OFF.length - 1)] ?? 0) : TRY_AGAIN[stage];
    if (stage === "start") deployment.neverRan++;
    deployment.startsFrom = Math.max(deployment.startsFrom, kernel.now() + kernel.wait(pause));
    const tripped = deployments.countFailure(place, service, deployment, scheduler.desiredOf(place, service));
    if (!tripped && deployment.failedTasks >= 3) complain(kernel, service, EVENT_TEXTS.inconsistent(service.name));
  };

  facts.on("task.running", (place, { taskId }) => {
    const owner = ownerOf(place, taskId);
    if (!owner) return;
    const deployment = deploymentOf(owner.service, owner.task);
    if (deployment) deployment.neverRan = 0;
    scheduler.look(place, owner.service);
  });

  facts.on("task.failed", (place, { taskId, stage }) => {
    const owner = ownerOf(place, taskId);
    if (!owner) return;
    const { service, task } = owner;
    if (stage === "start" && task.stoppedReason) {
      writeEvent(kernel, service, EVENT_TEXTS.unableToPlace(service.name, task.stoppedReason.replace(/\.$/, "")));
    }
    count(place, service, task, stage);
    scheduler.look(place, service);
  });

  facts.on("task.stopped", (place, { taskId }) => {
    const owner = ownerOf(place, taskId);
    if (!owner) return;
    owner.service.steady = false;
    scheduler.look(place, owner.service);
  });

  /** A load balancer gave a task up: it is stopped and replaced, unless it is still in its grace period. */
  const giveUp = (place: Place, service: Service, task: Task, arn: string) => {
    const target = task.targets.find((candidate) => candidate.arn === arn);
    if (target?.state !== "unhealthy" || task.desired !== "RUNNING" || task.status !== "RUNNING") return;
    const graceEnds = (task.startedAt ?? 0) + kernel.wait((service.spec.healthCheckGracePeriodSeconds ?? 0) * 1000);
    if (kernel.now() < graceEnds) {
      const data = { ...plainPlace(place), taskId: task.id, targetGroupArn: arn };
      kernel.scheduleAt("ecs.grace", graceEnds, data);
      return;
    }
    const why = target.why ?? "Health checks failed";
    writeEvent(kernel, service, EVENT_TEXTS.unhealthy(service.name, task.id, target.port, arn, why));
    service.replacing++;
    const reason = `Task failed ELB health checks in (target-group ${arn})`;
    scheduler.stopAll(place, service, [task], "ServiceSchedulerInitiated", reason);
    count(place, service, task, "health");
    scheduler.look(place, service);
  };

  kernel.on<Place & { taskId: string; targetGroupArn: string }>("ecs.grace", (data) => {
    const owner = ownerOf(data, data.taskId);
    if (owner) giveUp(data, owner.service, owner.task, data.targetGroupArn);
  });

  facts.on("container.health", (place, { taskId, health }) => {
    const owner = ownerOf(place, taskId);
    if (!owner) return;
    const { service, task } = owner;
    if (health === "HEALTHY") return scheduler.look(place, service, 500);
    if (task.desired !== "RUNNING" || task.status !== "RUNNING") return;
    writeEvent(kernel, service, EVENT_TEXTS.failedHealthChecks(service.name, task.id));
    service.replacing++;
    scheduler.stopAll(place, service, [task], "ServiceSchedulerInitiated", "Task failed container health checks");
    count(place, service, task, "health");
    scheduler.look(place, service);
  });

  facts.on("target.changed", (place, change) => {
    for (const task of store.tasksAt(place, change.targetId, change.port)) {
      const target = task.targets.find(
        ({ arn, id, port }) => arn === change.targetGroupArn && id === change.targetId && port === change.port,
      );
      if (!target?.joined) continue;
      target.state = change.state;
      if (change.description) target.why = change.description;
      const owner = ownerOf(place, task.id);
      if (!owner) return;
      const { service } = owner;
      const deployment = deploymentOf(service, task);
      const resets = service.configuration.deploymentCircuitBreaker?.resetOnHealthyTask !== false;
      if (change.state === "healthy" && deployment && resets) deployment.failedTasks = 0;
      if (change.state === "unhealthy") giveUp(place, service, task, change.targetGroupArn);
      else scheduler.look(place, service, 500);
      return;
    }
  });
}
