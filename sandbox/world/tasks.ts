import type { ContainerInstance, Deployment, Service, Task, TaskDefinition, TaskStatus } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import type { Network } from "./network";
import type { Seat } from "./scheduler-plan";
import type { Images, Place } from "./seams";
import { plainPlace } from "./shelf";
import type { TargetGroups } from "./target-groups";
import { type ContainerLogs, containersOf, nextPort, reservedBy, targetsOf } from "./task-containers";
import { createInterfaces, PLATFORM } from "./task-network";
import { createTaskRun } from "./task-run";

/** Real-world times in ms, shortened by the pace. */
const PROVISIONED = 1_000;
/** With a network interface to attach, on a machine Fargate has to find first. */
const PROVISIONED_FARGATE = 12_000;
const PROVISIONED_AWSVPC = 5_000;
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
  network: Network;
  targetGroups: TargetGroups;
}) {
  const { kernel, facts, store, images, logs, network, targetGroups } = parts;
  const interfaces = createInterfaces(kernel, store, network);
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
    { kernel, facts, store, images, logs, network },
    { refOf, move, leaveTargets },
  );

  const finish = (place: Place, task: Task) => {
    task.status = "STOPPED";
    task.version++;
    task.stoppedAt = kernel.now();
    store.endTask(place, task);
    kernel.schedule("ecs.forgotten", FORGOTTEN, { ...plainPlace(place), taskId: task.id });
    facts.tell("task.stopped", place, { taskId: task.id });
  };

  kernel.on<TaskRef>("ecs.task", (ref) => {
    const task = store.task(ref, ref.taskId);
    if (!task || task.version !== ref.version) return;
    if (task.status === "PROVISIONING") {
      if (task.awaiting) return;
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
      .tasksAt(place, gone.targetId, gone.port)
      .find(
        (candidate) => candidate.status === "DEACTIVATING" && candidate.targets.some((target) => isSame(target, gone)),
      );
    if (!task) return;
    for (const target of task.targets) if (isSame(target, gone)) target.joined = false;
    if (task.targets.every((target) => !target.joined)) step(place, task, 200);
  });

  kernel.on<Place & { taskId: string }>("ecs.forgotten", (ref) => {
    store.forgetTask(ref, ref.taskId);
  });

  /** Gives a task its place: containers with ports, network interface, targets. */
  const settleOn = (
    place: Place,
    service: Service,
    task: Task,
    definition: TaskDefinition,
    digests: Record<string, string>,
    host: ContainerInstance | undefined,
  ) => {
    task.containers = containersOf(definition, digests, () => (host ? nextPort(host) : 0));
    if (host) {
      task.instanceId = host.instanceId;
      task.containerInstanceArn = host.arn;
      task.zone = host.zone;
    }
    if (definition.spec.networkMode === "awsvpc") {
      const { zone, ...face } = interfaces.open(place, service, host?.zone);
      task.network = face;
      task.zone = zone;
    }
    const address = task.network?.privateIp ?? host?.instanceId;
    task.targets = address === undefined ? [] : targetsOf(service, task.containers, address);
    const ms = task.launchType === "FARGATE" ? PROVISIONED_FARGATE : task.network ? PROVISIONED_AWSVPC : PROVISIONED;
    step(place, task, ms);
  };

  return {
    /** Starts one task of a service where the scheduler found room, or in the queue for it. */
    start(place: Place, service: Service, deployment: Deployment, definition: TaskDefinition, seat: Seat): Task {
      const id = kernel.hex(32);
      const { cpuUnits, memoryMiB } = reservedBy(definition);
      const task: Task = {
        id,
        arn: `arn:aws:ecs:${place.region}:${place.account}:task/${service.cluster}/${id}`,
        cluster: service.cluster,
        service: service.name,
        deploymentId: deployment.id,
        startedBy: deployment.id,
        definition: definition.arn,
        launchType: seat.on === "fargate" ? "FARGATE" : "EC2",
        ...(seat.provider ? { capacityProvider: seat.provider } : {}),
        ...(seat.on === "fargate" ? { platformVersion: PLATFORM } : {}),
        ...(seat.on === "queue" ? { awaiting: true } : {}),
        zone: "",
        cpuUnits,
        memoryMiB,
        status: "PROVISIONING",
        desired: "RUNNING",
        version: 1,
        containers: [],
        createdAt: kernel.now(),
        targets: [],
      };
      if (seat.on === "queue") task.containers = containersOf(definition, deployment.digests, () => 0);
      else {
        settleOn(place, service, task, definition, deployment.digests, seat.on === "instance" ? seat.host : undefined);
      }
      store.addTask(place, task);
      return task;
    },

    /** Gives a task that waited for capacity its instance. */
    seat(place: Place, service: Service, task: Task, definition: TaskDefinition, host: ContainerInstance): void {
      delete task.awaiting;
      task.version++;
      const deployment = service.deployments.find((candidate) => candidate.id === task.deploymentId);
      settleOn(place, service, task, definition, deployment?.digests ?? {}, host);
      store.seated(place, task);
    },

    /** Asks a task to stop; a serving one drains its targets first. */
    stop(place: Place, task: Task, code: string, reason: string): void {
      if (task.desired === "STOPPED") return;
      task.desired = "STOPPED";
      task.stopCode = code;
      task.stoppedReason = reason;
      task.stoppingAt = kernel.now();
      delete task.awaiting;
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
