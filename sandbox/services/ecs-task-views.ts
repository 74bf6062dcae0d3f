import type * as ECS from "@aws-sdk/client-ecs";
import type { Task, TaskContainer, TaskDefinition } from "../world/ecs-records";

function containerView(clusterArn: string, task: Task, container: TaskContainer): ECS.Container {
  const base = clusterArn.replace(/:cluster\//, ":container/");
  return {
    containerArn: `${base}/${task.id}/${container.name}`,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    ...(container.digest ? { imageDigest: container.digest } : {}),
    ...(container.runtimeId ? { runtimeId: container.runtimeId } : {}),
    lastStatus: container.status,
    ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
    ...(container.reason ? { reason: container.reason } : {}),
    networkBindings:
      container.status === "RUNNING" && !task.network
        ? container.ports.map(({ containerPort, hostPort, protocol }) => ({
            bindIP: "0.0.0.0",
            containerPort,
            hostPort,
            protocol: protocol as ECS.TransportProtocol,
          }))
        : [],
    networkInterfaces: task.network
      ? [{ attachmentId: task.network.attachmentId, privateIpv4Address: task.network.privateIp }]
      : [],
    healthStatus: container.health ?? "UNKNOWN",
    cpu: String(container.cpuUnits),
    ...(container.memoryMiB === undefined ? {} : { memory: String(container.memoryMiB) }),
    ...(container.reservationMiB === undefined ? {} : { memoryReservation: String(container.reservationMiB) }),
  };
}

const times = (task: Task) => {
  const { pullStartedAt, pullStoppedAt, startedAt, stoppingAt, executionStoppedAt, stoppedAt } = task;
  const all = { pullStartedAt, pullStoppedAt, startedAt, stoppingAt, executionStoppedAt, stoppedAt };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, at]) => at !== undefined)
      .map(([name, at]) => [name, new Date(at ?? 0)]),
  );
};

/** The elastic network interface of a task in awsvpc mode. */
function attachments({ network, status }: Task): ECS.Attachment[] {
  if (!network) return [];
  const details = {
    subnetId: network.subnetId,
    networkInterfaceId: network.eniId,
    macAddress: network.mac,
    privateDnsName: `ip-${network.privateIp.replaceAll(".", "-")}.ec2.internal`,
    privateIPv4Address: network.privateIp,
  };
  const gone = status === "STOPPED" || status === "DEPROVISIONING";
  return [
    {
      id: network.attachmentId,
      type: "ElasticNetworkInterface",
      status: gone ? "DELETED" : status === "PROVISIONING" ? "ATTACHING" : "ATTACHED",
      details: Object.entries(details).map(([name, value]) => ({ name, value })),
    },
  ];
}

/** The worst of its containers' health; UNKNOWN where none is checked. */
function healthOf(task: Task): ECS.HealthStatus {
  const known = task.containers.flatMap(({ health }) => (health ? [health] : []));
  if (known.includes("UNHEALTHY")) return "UNHEALTHY";
  return known.length > 0 && known.every((health) => health === "HEALTHY") ? "HEALTHY" : "UNKNOWN";
}

/** A task as DescribeTasks answers it. */
export function taskView(clusterArn: string, task: Task, definition: TaskDefinition | undefined): ECS.Task {
  return {
    taskArn: task.arn,
    clusterArn,
    taskDefinitionArn: task.definition,
    ...(task.containerInstanceArn ? { containerInstanceArn: task.containerInstanceArn } : {}),
    ...(task.zone ? { availabilityZone: task.zone } : {}),
    ...(task.capacityProvider ? { capacityProviderName: task.capacityProvider } : {}),
    ...(task.platformVersion ? { platformVersion: task.platformVersion, platformFamily: "Linux" } : {}),
    ...(task.launchType === "FARGATE" ? { ephemeralStorage: { sizeInGiB: 20 } } : {}),
    lastStatus: task.status,
    desiredStatus: task.desired,
    version: task.version,
    launchType: task.launchType,
    group: task.service ? `service:${task.service}` : `family:${definition?.family ?? ""}`,
    startedBy: task.startedBy,
    createdAt: new Date(task.createdAt),
    connectivity: "CONNECTED",
    connectivityAt: new Date(task.createdAt),
    cpu: String(task.cpuUnits),
    memory: String(task.memoryMiB),
    ...times(task),
    ...(task.stopCode ? { stopCode: task.stopCode as ECS.TaskStopCode } : {}),
    ...(task.stoppedReason ? { stoppedReason: task.stoppedReason } : {}),
    containers: task.containers.map((container) => containerView(clusterArn, task, container)),
    attachments: attachments(task),
    attributes: [],
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    healthStatus: healthOf(task),
    enableExecuteCommand: false,
    tags: [],
  };
}
