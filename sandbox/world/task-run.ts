import { verdictOf } from "./container-health";
import type { Task, TaskContainer, TaskDefinition, TaskStatus } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import { instanceType } from "./instance-types";
import type { Kernel } from "./kernel";
import { reachesInternet } from "./launch-checks";
import type { Network } from "./network";
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
  network: Network;
}

/** What the task's life does for its containers. */
interface Life {
  refOf(place: Place, task: Task): TaskRef;
  move(place: Place, task: Task, status: TaskStatus, ms: number): void;
  leaveTargets(place: Place, task: Task): boolean;
}

/** A task's containers: pulled, started, listening, exiting by themselves or on request. */
export function createTaskRun(
  { kernel, facts, store, images, logs, network }: Parts,
  { refOf, move, leaveTargets }: Life,
) {
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

  /** On Fargate an image is pulled through the task's own interface; a machine has a network of its own. */
  const isConnected = (place: Place, task: Task): boolean =>
    task.launchType !== "FARGATE" ||
    !task.network ||
    reachesInternet(network, place, task.network.subnetId, task.network.publicIp !== undefined);

  const pull = (place: Place, task: Task) => {
    const deployment = serviceOf(place, task)?.deployments.find((candidate) => candidate.id === task.deploymentId);
    const definition = store.findDefinition(place, task.definition);
    const architecture = architectureOf(task, definition, store.instanceIn(place, task.instanceId)?.type);
    const [first] = task.containers;
    if (first && !isConnected(place, task)) return failToStart(place, task, first, unreachable(first.image));
    for (const container of task.containers) {
      const found = behaviourOf(images, place, container, deployment?.fault ?? "none", architecture);
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
      const check = specOf(definition, container.name)?.healthCheck;
      if (!check || !behaviour) continue;
      const verdict = verdictOf(check, behaviour);
      kernel.schedule("ecs.health", kernel.wait(verdict.afterSeconds * 1000), { ...data, health: verdict.health });
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

  kernel.on<TaskRef & { container: string; health: "HEALTHY" | "UNHEALTHY" }>("ecs.health", (ref) => {
    const task = store.task(ref, ref.taskId);
    const container = task?.containers.find((candidate) => candidate.name === ref.container);
    if (task?.version !== ref.version || container?.status !== "RUNNING") return;
    container.health = ref.health;
    facts.tell("container.health", ref, { taskId: task.id, health: ref.health });
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
    const isEssential = specOf(store.findDefinition(place, task.definition), container.name)?.essential !== false;
    if (!isEssential && task.containers.some((other) => other.status === "RUNNING")) return;
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

const specOf = (definition: TaskDefinition | undefined, name: string) =>
  definition?.spec.containerDefinitions?.find((container) => container.name === name);

function architectureOf(task: Task, definition: TaskDefinition | undefined, hostType: string | undefined) {
  if (task.launchType === "EC2") return instanceType(hostType ?? "").architecture;
  return definition?.spec.runtimePlatform?.cpuArchitecture === "ARM64" ? "arm64" : "amd64";
}

/** How Fargate tells that a task without a way out cannot get its image. */
function unreachable(image: string): string {
  const ecr = /^\d{12}\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\//.exec(image);
  return ecr
    ? `ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.${ecr[1]}.amazonaws.com/": dial tcp: i/o timeout`
    : `CannotPullContainerError: The task cannot pull ${image} from the registry. There is a connection issue between the task and the registry. Check your task network configuration. : failed to do request: dial tcp: i/o timeout`;
}
