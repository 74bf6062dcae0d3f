import type * as ECS from "@aws-sdk/client-ecs";
import type {
  CapacityProvider,
  Cluster,
  ContainerInstance,
  Deployment,
  Service,
  Task,
  TaskDefinition,
} from "../world/ecs-records";
import { compatibilities } from "../world/fargate";
import { launchesOn } from "../world/scheduler-view";
import type { Tags } from "../world/shelf";
import { PLATFORM } from "../world/task-network";

export const ecsTags = (tags: Tags): ECS.Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }));
export const tagsFrom = (tags: readonly ECS.Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ key = "", value = "" }) => [key, value]));

export const clusterView = (
  cluster: Cluster,
  tasks: readonly Task[],
  instances: readonly ContainerInstance[],
  services: readonly Service[],
): ECS.Cluster => ({
  clusterArn: cluster.arn,
  clusterName: cluster.name,
  status: cluster.status,
  registeredContainerInstancesCount: instances.length,
  runningTasksCount: tasks.filter((task) => task.status === "RUNNING").length,
  pendingTasksCount: tasks.filter((task) => isPending(task)).length,
  activeServicesCount: services.filter((service) => service.status === "ACTIVE").length,
  statistics: [],
  tags: ecsTags(cluster.tags),
  settings: cluster.settings,
  capacityProviders: cluster.capacityProviders,
  defaultCapacityProviderStrategy: cluster.defaultStrategy,
  ...(cluster.configuration ? { configuration: cluster.configuration } : {}),
});

const isPending = (task: Task): boolean =>
  task.desired === "RUNNING" && ["PROVISIONING", "PENDING", "ACTIVATING"].includes(task.status);

export const providerView = (provider: CapacityProvider): ECS.CapacityProvider => ({
  capacityProviderArn: provider.arn,
  name: provider.name,
  status: "ACTIVE",
  autoScalingGroupProvider: {
    autoScalingGroupArn: provider.groupArn,
    managedScaling: provider.managedScaling,
    managedTerminationProtection: provider.managedTerminationProtection as ECS.ManagedTerminationProtection,
    managedDraining: provider.managedDraining as ECS.ManagedDraining,
  },
  tags: ecsTags(provider.tags),
});

export function containerInstanceView(
  host: ContainerInstance,
  tasks: readonly Task[],
  free: { cpuUnits: number; memoryMiB: number; ports: ReadonlySet<number> },
  provider: string | undefined,
): ECS.ContainerInstance {
  const resources = (cpu: number, memory: number, ports: readonly number[]): ECS.Resource[] => [
    { name: "CPU", type: "INTEGER", integerValue: cpu, doubleValue: 0, longValue: 0 },
    { name: "MEMORY", type: "INTEGER", integerValue: memory, doubleValue: 0, longValue: 0 },
    {
      name: "PORTS",
      type: "STRINGSET",
      integerValue: 0,
      doubleValue: 0,
      longValue: 0,
      stringSetValue: ports.map(String),
    },
  ];
  const fixed = [22, 2375, 2376, 51678, 51679];
  return {
    containerInstanceArn: host.arn,
    ec2InstanceId: host.instanceId,
    ...(provider ? { capacityProviderName: provider } : {}),
    version: 1 + tasks.length,
    versionInfo: { agentVersion: "1.98.0", agentHash: "7f1a2c9e", dockerVersion: "DockerVersion: 25.0.8" },
    registeredResources: resources(host.cpuUnits, host.memoryMiB, fixed),
    remainingResources: resources(free.cpuUnits, free.memoryMiB, [...fixed, ...free.ports]),
    status: host.status,
    agentConnected: host.agentConnected,
    runningTasksCount: tasks.filter((task) => task.status === "RUNNING").length,
    pendingTasksCount: tasks.filter(isPending).length,
    attributes: [
      { name: "ecs.availability-zone", value: host.zone },
      { name: "ecs.instance-type", value: host.type },
      { name: "ecs.os-type", value: "linux" },
    ],
    registeredAt: new Date(host.registeredAt),
    attachments: [],
    tags: [],
  };
}

export function definitionView(definition: TaskDefinition): ECS.TaskDefinition {
  const { spec } = definition;
  return {
    ...spec,
    taskDefinitionArn: definition.arn,
    containerDefinitions: (spec.containerDefinitions ?? []).map((container) => ({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      ...container,
      portMappings: (container.portMappings ?? []).map((mapping) => ({
        hostPort: spec.networkMode === "awsvpc" ? mapping.containerPort : 0,
        protocol: "tcp",
        ...mapping,
      })),
    })),
    revision: definition.revision,
    status: definition.status,
    volumes: spec.volumes ?? [],
    placementConstraints: spec.placementConstraints ?? [],
    requiresAttributes: [],
    compatibilities: compatibilities(spec),
    registeredAt: new Date(definition.registeredAt),
    ...(definition.deregisteredAt === undefined ? {} : { deregisteredAt: new Date(definition.deregisteredAt) }),
  };
}

export interface Counts {
  desired: number;
  running: number;
  pending: number;
}

export const countTasks = (tasks: readonly Task[]): Omit<Counts, "desired"> => ({
  running: tasks.filter((task) => task.status === "RUNNING").length,
  pending: tasks.filter(isPending).length,
});

const isOnFargate = ({ spec }: Service): boolean =>
  launchesOn(spec.capacityProviderStrategy ?? [], spec.launchType) === "FARGATE";

/** By what means a service's tasks find their place. */
const placing = (service: Service) => ({
  ...(service.spec.launchType ? { launchType: service.spec.launchType } : {}),
  ...(service.spec.capacityProviderStrategy ? { capacityProviderStrategy: service.spec.capacityProviderStrategy } : {}),
  ...(isOnFargate(service) ? { platformVersion: PLATFORM, platformFamily: "Linux" } : {}),
});

function deploymentView(
  service: Service,
  deployment: Deployment,
  tasks: readonly Task[],
  desired: number,
): ECS.Deployment {
  const mine = tasks.filter((task) => task.deploymentId === deployment.id);
  const wanted = mine.filter((task) => task.desired === "RUNNING").length;
  const { running, pending } = countTasks(mine);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.definition,
    // ECS asks for nothing until its scheduler has looked at the new deployment.
    desiredCount: deployment.status === "PRIMARY" ? (deployment.begun ? desired : 0) : wanted,
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    ...placing(service),
    ...(service.spec.networkConfiguration ? { networkConfiguration: service.spec.networkConfiguration } : {}),
    rolloutState: deployment.rollout,
    rolloutStateReason: deployment.reason,
  };
}

export function serviceView(service: Service, tasks: readonly Task[], desired: number, withTags: boolean): ECS.Service {
  const { spec } = service;
  const { running, pending } = countTasks(tasks);
  const current = service.serviceDeployments.find((record) => record.finishedAt === undefined);
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    loadBalancers: spec.loadBalancers ?? [],
    serviceRegistries: spec.serviceRegistries ?? [],
    status: service.status,
    desiredCount: desired,
    runningCount: running,
    pendingCount: pending,
    ...placing(service),
    ...(isOnFargate(service) ? { platformVersion: spec.platformVersion ?? "LATEST" } : {}),
    taskDefinition: service.definition,
    deploymentConfiguration: service.configuration,
    deployments:
      service.status === "INACTIVE"
        ? []
        : service.deployments.map((deployment) => deploymentView(service, deployment, tasks, desired)),
    roleArn:
      spec.role ??
      `arn:aws:iam::${service.arn.split(":")[4]}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: new Date(at), message })),
    createdAt: new Date(service.createdAt),
    ...(current ? { currentServiceDeployment: current.arn } : {}),
    currentServiceRevisions: service.deployments.map((deployment) => {
      const counts = countTasks(tasks.filter((task) => task.deploymentId === deployment.id));
      return {
        arn: deployment.revisionArn,
        requestedTaskCount: deployment.status === "PRIMARY" ? desired : 0,
        runningTaskCount: counts.running,
        pendingTaskCount: counts.pending,
      };
    }),
    placementConstraints: spec.placementConstraints ?? [],
    placementStrategy: spec.placementStrategy ?? [],
    ...(spec.networkConfiguration ? { networkConfiguration: spec.networkConfiguration } : {}),
    ...(spec.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: spec.healthCheckGracePeriodSeconds }),
    schedulingStrategy: service.scheduling,
    deploymentController: spec.deploymentController ?? { type: "ECS" },
    ...(withTags ? { tags: ecsTags(service.tags) } : {}),
    createdBy: service.createdBy,
    enableECSManagedTags: spec.enableECSManagedTags ?? false,
    propagateTags: spec.propagateTags ?? "NONE",
    enableExecuteCommand: spec.enableExecuteCommand ?? false,
    availabilityZoneRebalancing:
      spec.availabilityZoneRebalancing ?? (service.scheduling === "DAEMON" ? "DISABLED" : "ENABLED"),
  };
}
