import type { Task, TaskContainer, TaskStatus } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import type { Images, Place } from "./seams";
import { behaviourOf, type ContainerLogs, createVoice, loggingError } from "./task-containers";
import type { TaskRef } from "./tasks";

/** Real-world times in ms, shortened by the pace. */
const ACTIVATED = 1_200;
const DEPROVISIONED = 1_000;
const OUT_OF_MEMORY = 8_000;

interface Parts {
  kernel: Kernel;
  facts: Facts;
  store: EcsStore;
  images: Images;
  logs: ContainerLogs;
}

/** What the task's life does for its containers. */
interface Life {
  refOf(place: Place, task: Task): TaskRef;
  move(place: Place, task: Task, status: TaskStatus, ms: number): void;
  leaveTargets(place: Place, task: Task): boolean;
}

/** A task's containers: pulled, started, listening, exiting by themselves or on request. */
export function createTaskRun({ kernel, facts, store, images, logs }: Parts, { refOf, move, leaveTargets }: Life) {
  const voice = createVoice(logs, (place, task) => store.findDefinition(place, task.definition));
  const serviceOf = (place: Place, task: Task) =>
    task.service ? store.findService(place, task.cluster, task.service) : undefined;

  const failToStart = (place: Place, task: Task, container: TaskContainer, why: string) => {
    container.reason = why;
    task.stopCode = "TaskFailedToStart";
    task.stoppedReason = why;
    task.desired = "STOPPED";
    task.stoppingAt = kernel.now();
    move(place, task, "DEPROVISIONING", DEPROVISIONED);
    facts.tell("task.failed", place, { taskId: task.id, stage: "start" });
  };

  const pull = (place: Place, task: Task) => {
    const deployment = serviceOf(place, task)?.deployments.find((candidate) => candidate.id === task.deploymentId);
    const host = store.instanceIn(place, task.instanceId);
    for (const container of task.containers) {
      const found = behaviourOf(images, place, container, deployment?.fault ?? "none", host?.type ?? "");
      if ("pullError" in found) return failToStart(place, task, container, found.pullError);
      container.behaviour = found;
      container.digest = found.digest;
    }
    task.pullStoppedAt = kernel.now();
    move(place, task, "ACTIVATING", ACTIVATED);
  };

  const run = (place: Place, task: Task) => {
    const definition = store.findDefinition(place, task.definition);
    for (const container of task.containers) {
      const why = loggingError(logs, place, definition, container.name);
      if (why) return failToStart(place, task, container, why);
    }
    task.status = "RUNNING";
    task.version++;
    task.startedAt = kernel.now();
    for (const container of task.containers) {
      container.status = "RUNNING";
      container.runtimeId = kernel.hex(64);
      voice.starts(place, task, container, kernel.now());
      const behaviour = container.behaviour;
      const data = { ...refOf(place, task), container: container.name };
      if (behaviour?.crash) kernel.schedule("ecs.exit", kernel.wait(behaviour.crash.afterSeconds * 1000), data);
      else if (behaviour?.outOfMemory) kernel.schedule("ecs.exit", kernel.wait(OUT_OF_MEMORY), data);
      else kernel.schedule("ecs.listening", kernel.wait((behaviour?.startSeconds ?? 0) * 1000), data);
    }
    facts.tell("task.running", place, { taskId: task.id });
  };

  const endContainers = (place: Place, task: Task) => {
    task.executionStoppedAt = kernel.now();
    for (const container of task.containers) {
      if (container.status === "RUNNING" && container.exitCode === undefined) {
        container.exitCode = 0;
        voice.leaves(place, task, container, kernel.now());
      }
      container.status = "STOPPED";
    }
  };

  kernel.on<TaskRef & { container: string }>("ecs.listening", (ref) => {
    const task = store.task(ref, ref.taskId);
    const container = task?.containers.find((candidate) => candidate.name === ref.container);
    if (task?.version === ref.version && container) voice.listens(ref, task, container, kernel.now());
  });

  kernel.on<TaskRef & { container: string }>("ecs.exit", (ref) => {
    const task = store.task(ref, ref.taskId);
    const container = task?.containers.find((candidate) => candidate.name === ref.container);
    if (!task || !container || container.status !== "RUNNING") return;
    exit(ref, task, container);
  });

  /** A container ends by itself, and with it the task. */
  const exit = (place: Place, task: Task, container: TaskContainer) => {
    const behaviour = container.behaviour;
    container.status = "STOPPED";
    container.exitCode = behaviour?.crash?.exitCode ?? 137;
    if (behaviour?.crash) voice.say(place, task, container, kernel.now(), behaviour.crash.lines);
    else container.reason = "OutOfMemoryError: Container killed due to memory usage";
    const already = task.desired === "STOPPED";
    leaveTargets(place, task);
    if (already) return;
    task.desired = "STOPPED";
    task.stopCode = "EssentialContainerExited";
    task.stoppedReason = "Essential container in task exited";
    task.stoppingAt = kernel.now();
    move(place, task, "DEACTIVATING", 500);
    facts.tell("task.failed", place, { taskId: task.id, stage: "exit" });
  };

  return { pull, run, endContainers };
}
