import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { ContainerInstance, Service, Task, TaskContainer, TaskDefinition } from "./ecs-records";
import type { DeploymentFailure, ImageBehaviour, Images, LogSink, Place } from "./seams";

type Found = ImageBehaviour | { readonly pullError: string };

const CRASH = {
  afterSeconds: 3,
  exitCode: 1,
  lines: [
    'ERROR configuration is not complete {"missing":["DATABASE_URL"]}',
    "Error: DATABASE_URL is not set",
    "    at loadConfiguration (/app/config.js:18:11)",
  ],
};

/** The containers a task starts with, ports included; `ephemeral` hands out dynamic host ports. */
export function containersOf(
  definition: TaskDefinition,
  digests: Readonly<Record<string, string>>,
  ephemeral: () => number,
): TaskContainer[] {
  const fixed = definition.spec.networkMode === "host" || definition.spec.networkMode === "awsvpc";
  return (definition.spec.containerDefinitions ?? []).map((container) => ({
    name: container.name ?? "",
    image: container.image ?? "",
    ...(digests[container.name ?? ""] ? { digest: digests[container.name ?? ""] ?? "" } : {}),
    status: "PENDING",
    ...(container.healthCheck ? { health: "UNKNOWN" } : {}),
    ports: (container.portMappings ?? []).map((mapping) => ({
      containerPort: mapping.containerPort ?? 0,
      hostPort: fixed ? (mapping.containerPort ?? 0) : mapping.hostPort || ephemeral(),
      protocol: mapping.protocol ?? "tcp",
    })),
    cpuUnits: container.cpu ?? 0,
    ...(container.memory === undefined ? {} : { memoryMiB: container.memory }),
    ...(container.memoryReservation === undefined ? {} : { reservationMiB: container.memoryReservation }),
  }));
}

export const pinned = (image: string, digest: string | undefined): string =>
  digest && !image.includes("@") ? `${image}@${digest}` : image;

/** What pulling and running an image comes to: the registry's word, the next deployment's fault, the machine's limits. */
export function behaviourOf(
  images: Images,
  place: Place,
  container: TaskContainer,
  fault: DeploymentFailure,
  architecture: "amd64" | "arm64",
): Found {
  if (fault === "image-pull") {
    const ref = container.image;
    return {
      pullError: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${ref}: ${ref}: not found`,
    };
  }
  const found = images.find(place, pinned(container.image, container.digest));
  if ("pullError" in found) return found;
  const real = container.digest ? { ...found, digest: container.digest } : found;
  const limit = container.memoryMiB;
  if (!real.architectures.includes(architecture)) {
    return { ...real, crash: { afterSeconds: 0, exitCode: 1, lines: ["exec /usr/local/bin/node: exec format error"] } };
  }
  if (fault === "crash") return { ...real, crash: CRASH };
  if (fault === "health-check") return { ...real, healthStatus: 503 };
  if (fault === "out-of-memory" || (limit !== undefined && real.memoryMiB > limit))
    return { ...real, outOfMemory: true };
  if (fault === "slow-start") return { ...real, startSeconds: 600 };
  return real;
}

/** Where a service's load balancers find the task: one target per load balancer of the service. */
export function targetsOf(service: Service, containers: readonly TaskContainer[], targetId: string): Task["targets"] {
  return (service.spec.loadBalancers ?? []).flatMap((balancer) => {
    const container = containers.find((candidate) => candidate.name === balancer.containerName);
    const port = container?.ports.find((candidate) => candidate.containerPort === balancer.containerPort);
    if (!balancer.targetGroupArn || !container || !port) return [];
    const { hostPort, containerPort } = port;
    const where = {
      arn: balancer.targetGroupArn,
      id: targetId,
      port: hostPort,
      container: container.name,
      containerPort,
    };
    return [{ ...where, joined: false, state: "unused" }];
  });
}

/** CPU units and MiB a task reserves on its instance. */
export function reservedBy(definition: TaskDefinition): { cpuUnits: number; memoryMiB: number } {
  const containers = definition.spec.containerDefinitions ?? [];
  const sum = (of: (container: ContainerDefinition) => number) =>
    containers.reduce((total, container) => total + of(container), 0);
  return {
    cpuUnits: definition.spec.cpu ? Number(definition.spec.cpu) : sum((container) => container.cpu ?? 0),
    memoryMiB: definition.spec.memory
      ? Number(definition.spec.memory)
      : sum((container) => container.memoryReservation ?? container.memory ?? 0),
  };
}

/** Log group and stream of a container under the awslogs driver. Source: aws-facts.md section 2.6. */
export function logStreamOf(definition: TaskDefinition | undefined, task: Task, container: TaskContainer) {
  const spec = definition?.spec.containerDefinitions?.find((candidate) => candidate.name === container.name);
  const options = spec?.logConfiguration?.logDriver === "awslogs" ? spec.logConfiguration.options : undefined;
  const group = options?.["awslogs-group"];
  if (!options || !group) return undefined;
  const prefix = options["awslogs-stream-prefix"];
  const stream = prefix ? `${prefix}/${container.name}/${task.id}` : (container.runtimeId ?? task.id);
  return { group, stream };
}

/** What containers need of the logs: to write, and that their group is there. */
export interface ContainerLogs extends LogSink {
  find(place: Place, group: string): unknown;
  createGroup(place: Place, name: string, more: Record<string, never>): void;
}

/** Why the awslogs driver cannot start a container; undefined when it can. It makes a missing group only if told to. */
export function loggingError(
  logs: ContainerLogs,
  place: Place,
  definition: TaskDefinition | undefined,
  name: string,
): string | undefined {
  const spec = definition?.spec.containerDefinitions?.find((candidate) => candidate.name === name);
  const options = spec?.logConfiguration?.logDriver === "awslogs" ? spec.logConfiguration.options : undefined;
  const group = options?.["awslogs-group"];
  if (!group || logs.find(place, group)) return undefined;
  if (options?.["awslogs-create-group"] === "true") {
    logs.createGroup(place, group, {});
    return undefined;
  }
  return "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.";
}

export const versionOf = (image: string): string => {
  const tag = /:([\w][\w.-]*)(?:@|$)/.exec(image.slice(image.lastIndexOf("/") + 1))?.[1];
  return tag ?? (/@sha256:([0-9a-f]{12})/.exec(image)?.[1] || "latest");
};

const nameOf = (image: string): string =>
  /([^/:@]+)(?:[:@]|$)/.exec(image.slice(image.lastIndexOf("/") + 1))?.[1] ?? image;

/** Writes what a container says of itself. */
export function createVoice(logs: LogSink, definitionOf: (place: Place, task: Task) => TaskDefinition | undefined) {
  const say = (place: Place, task: Task, container: TaskContainer, at: number, lines: readonly string[]) => {
    const stream = logStreamOf(definitionOf(place, task), task, container);
    if (stream)
      logs.write(
        place,
        stream.group,
        stream.stream,
        lines.map((message) => ({ at, message })),
      );
  };
  return {
    say,
    starts(place: Place, task: Task, container: TaskContainer, at: number) {
      const what = `${nameOf(container.image)} ${versionOf(container.image)} starting, pid 1`;
      // A catalogued crash has its own first words.
      if (!container.behaviour?.crash?.lines.some((line) => line.includes(" starting")))
        say(place, task, container, at, [what]);
    },
    listens(place: Place, task: Task, container: TaskContainer, at: number) {
      const port = container.behaviour?.port || container.ports[0]?.containerPort;
      if (port) say(place, task, container, at, [`listening on 0.0.0.0:${port}`]);
    },
    leaves(place: Place, task: Task, container: TaskContainer, at: number) {
      say(place, task, container, at, ["received SIGTERM, closing connections", "shut down"]);
    },
  };
}

/** Port the next dynamic mapping on an instance gets: Docker's ephemeral range. */
export function nextPort(instance: ContainerInstance): number {
  instance.nextPort = instance.nextPort >= 60_999 ? 32_768 : instance.nextPort + 1;
  return instance.nextPort;
}
