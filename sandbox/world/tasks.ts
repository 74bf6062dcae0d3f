import type { ContainerInstance, Deployment, Service, Task, TaskDefinition, TaskStatus } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import type { Images, Place } from "./seams";
import { plainPlace } from "./shelf";
import type { TargetGroups } from "./target-groups";
import { type ContainerLogs, containersOf, nextPort, targetsOf } from "./task-containers";
import { createTaskRun } from "./task-run";

/** Real-world times in ms, shortened by the pace. */
const PROVISIONED = 1_000;
const PULLED = 6_000;
const PULL_GIVEN_UP = 4_000;
const TERMINATED = 2_000;
const DEPROVISIONED = 1_000;
/** Stopped tasks are shown for an hour. */
const FORGOTTEN = 3_600_000;

export type TaskRef = Place & { taskId: string; version: number };
export type Tasks = ReturnType<typeof createTasks>;

/** The life of a task: PROVISIONING → … → RUNNING → … → STOPPED. Source: aws-facts.md section 2.4. */
export function createTasks(parts: {
  kernel: Kernel;
  facts: Facts;
  store: EcsStore;
  images: Images;
  logs: ContainerLogs;
  targetGroups: TargetGroups;
}) {
  const { kernel, facts, store, images, logs, targetGroups } = parts;
  const refOf = (place: Place, task: Task): TaskRef => ({
    ...plainPlace(place),
    taskId: task.id,
    version: task.version,
  });
  const step = (place: Place, task: Task, ms: number) =>
    kernel.schedule("ecs.task", kernel.wait(ms), refOf(place, task));
  const move = (place: Place, task: Task, status: TaskStatus, ms: number) => {
    task.status = status;
    task.version++;
    step(place, task, ms);
  };

  /** Takes the task out of its target groups; true when it has to wait for one to drain. */
  const leaveTargets = (place: Place, task: Task): boolean => {
    for (const target of task.targets) {
      if (!target.joined) continue;
      const group = targetGroups.find(place, target.arn);
      target.joined = group?.targets.some(({ id, port }) => id === target.id && port === target.port) ?? false;
      if (target.joined) targetGroups.deregister(place, target.arn, [{ id: target.id, port: target.port }]);
    }
    return task.targets.some((target) => target.joined);
  };

  const { pull, run, endContainers } = createTaskRun(
    { kernel, facts, store, images, logs },
    { refOf, move, leaveTargets },
  );

  const finish = (place: Place, task: Task) => {
    task.status = "STOPPED";
    task.version++;
    task.stoppedAt = kernel.now();
    kernel.schedule("ecs.forgotten", FORGOTTEN, { ...plainPlace(place), taskId: task.id });
    facts.tell("task.stopped", place, { taskId: task.id });
  };

  kernel.on<TaskRef>("ecs.task", (ref) => {
    const task = store.task(ref, ref.taskId);
    if (!task || task.version !== ref.version) return;
    if (task.status === "PROVISIONING") {
      task.pullStartedAt = kernel.now();
      const broken = task.containers.some((container) => "pullError" in images.find(ref, container.image));
      move(ref, task, "PENDING", broken ? PULL_GIVEN_UP : PULLED * (0.7 + 0.6 * kernel.random()));
    } else if (task.status === "PENDING") pull(ref, task);
    else if (task.status === "ACTIVATING") run(ref, task);
    else if (task.status === "DEACTIVATING") move(ref, task, "STOPPING", TERMINATED);
    else if (task.status === "STOPPING") {
      endContainers(ref, task);
      move(ref, task, "DEPROVISIONING", DEPROVISIONED);
    } else if (task.status === "DEPROVISIONING") finish(ref, task);
  });

  facts.on("target.gone", (place, gone) => {
    const task = store
      .tasks(place)
      .find(
        (candidate) => candidate.status === "DEACTIVATING" && candidate.targets.some((target) => isSame(target, gone)),
      );
    if (!task) return;
    for (const target of task.targets) if (isSame(target, gone)) target.joined = false;
    if (task.targets.every((target) => !target.joined)) step(place, task, 200);
  });

  kernel.on<Place & { taskId: string }>("ecs.forgotten", (ref) => {
    delete store.state(ref).tasks[ref.taskId];
  });

  return {
    /** Starts one task of a service on an instance. */
    start(
      place: Place,
      service: Service,
      deployment: Deployment,
      definition: TaskDefinition,
      host: ContainerInstance,
    ): Task {
      const id = kernel.hex(32);
      const containers = containersOf(definition, deployment, () => nextPort(host));
      const ownAddress = definition.spec.networkMode === "awsvpc";
      const octet = () => 4 + Math.floor(kernel.random() * 250);
      const task: Task = {
        id,
        arn: `arn:aws:ecs:${place.region}:${place.account}:task/${service.cluster}/${id}`,
        cluster: service.cluster,
        service: service.name,
        deploymentId: deployment.id,
        startedBy: deployment.id,
        definition: definition.arn,
        instanceId: host.instanceId,
        containerInstanceArn: host.arn,
        zone: host.zone,
        status: "PROVISIONING",
        desired: "RUNNING",
        version: 1,
        containers,
        createdAt: kernel.now(),
        targets: targetsOf(service, containers, ownAddress ? `10.0.${octet()}.${octet()}` : host.instanceId),
      };
      store.state(place).tasks[id] = task;
      step(place, task, PROVISIONED);
      return task;
    },

    /** Asks a task to stop; a serving one drains its targets first. */
    stop(place: Place, task: Task, code: string, reason: string): void {
      if (task.desired === "STOPPED") return;
      task.desired = "STOPPED";
      task.stopCode = code;
      task.stoppedReason = reason;
      task.stoppingAt = kernel.now();
      if (task.status !== "RUNNING") {
        move(place, task, "DEPROVISIONING", DEPROVISIONED);
        return;
      }
      task.status = "DEACTIVATING";
      task.version++;
      if (!leaveTargets(place, task)) step(place, task, 300);
    },

    /** The machine under a task is gone, and the task with it. */
    lose(place: Place, task: Task): void {
      task.desired = "STOPPED";
      task.stopCode ??= "TerminationNotice";
      task.stoppedReason ??= `Host EC2 (instance ${task.instanceId}) terminated.`;
      task.stoppingAt ??= kernel.now();
      leaveTargets(place, task);
      for (const container of task.containers) {
        container.status = "STOPPED";
        container.exitCode ??= 137;
      }
      task.executionStoppedAt = kernel.now();
      finish(place, task);
    },

    /** Registers a running task in its target groups; answers the ARNs. */
    join(place: Place, task: Task): string[] {
      const joining = task.targets.filter((target) => !target.joined && targetGroups.find(place, target.arn));
      for (const target of joining) {
        target.joined = true;
        targetGroups.register(place, target.arn, [{ id: target.id, port: target.port }]);
      }
      return joining.map((target) => target.arn);
    },
  };
}

const isSame = (
  target: { arn: string; id: string; port: number },
  other: { targetGroupArn: string; targetId: string; port: number },
): boolean => target.arn === other.targetGroupArn && target.id === other.targetId && target.port === other.port;
