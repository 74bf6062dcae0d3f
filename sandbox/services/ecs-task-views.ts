import type * as ECS from "@aws-sdk/client-ecs";
import type { Task, TaskContainer, TaskDefinition } from "../world/ecs-records";
import { reservedBy } from "../world/task-containers";

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
      container.status === "RUNNING"
        ? container.ports.map(({ containerPort, hostPort, protocol }) => ({
            bindIP: "0.0.0.0",
            containerPort,
            hostPort,
            protocol: protocol as ECS.TransportProtocol,
          }))
        : [],
    networkInterfaces: [],
    healthStatus: "UNKNOWN",
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

/** A task as DescribeTasks answers it. */
export function taskView(clusterArn: string, task: Task, definition: TaskDefinition | undefined): ECS.Task {
  const reserved = definition ? reservedBy(definition) : { cpuUnits: 0, memoryMiB: 0 };
  return {
    taskArn: task.arn,
    clusterArn,
    taskDefinitionArn: task.definition,
    containerInstanceArn: task.containerInstanceArn,
    availabilityZone: task.zone,
    lastStatus: task.status,
    desiredStatus: task.desired,
    version: task.version,
    launchType: "EC2",
    group: task.service ? `service:${task.service}` : `family:${definition?.family ?? ""}`,
    startedBy: task.startedBy,
    createdAt: new Date(task.createdAt),
    connectivity: "CONNECTED",
    connectivityAt: new Date(task.createdAt),
    cpu: String(reserved.cpuUnits),
    memory: String(reserved.memoryMiB),
    ...times(task),
    ...(task.stopCode ? { stopCode: task.stopCode as ECS.TaskStopCode } : {}),
    ...(task.stoppedReason ? { stoppedReason: task.stoppedReason } : {}),
    containers: task.containers.map((container) => containerView(clusterArn, task, container)),
    attachments: [],
    attributes: [],
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    healthStatus: "UNKNOWN",
    enableExecuteCommand: false,
    tags: [],
  };
}
