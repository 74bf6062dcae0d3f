import type {
  CapacityProviderStrategyItem,
  ClusterConfiguration,
  ClusterSetting,
  CreateServiceRequest,
  DeploymentConfiguration,
  ManagedScaling,
  RegisterTaskDefinitionRequest,
} from "@aws-sdk/client-ecs";
import type { DeploymentFailure } from "./seams";
import type { Tags } from "./shelf";
import type { Task } from "./task-records";

export type { Task, TaskContainer, TaskNetwork, TaskStatus, TaskTarget } from "./task-records";

export interface Cluster {
  name: string;
  arn: string;
  status: "ACTIVE" | "INACTIVE";
  capacityProviders: string[];
  defaultStrategy: CapacityProviderStrategyItem[];
  settings: ClusterSetting[];
  configuration?: ClusterConfiguration;
  tags: Tags;
}

export interface CapacityProvider {
  name: string;
  arn: string;
  groupArn: string;
  groupName: string;
  managedScaling: ManagedScaling;
  managedTerminationProtection: string;
  managedDraining: string;
  /** The cluster in which managed scaling measures it. */
  measuredIn?: string;
  tags: Tags;
}

export interface ContainerInstance {
  id: string;
  arn: string;
  cluster: string;
  instanceId: string;
  /** Auto Scaling group of the machine, by which a capacity provider knows its own. */
  group?: string;
  status: "ACTIVE" | "DRAINING";
  agentConnected: boolean;
  registeredAt: number;
  type: string;
  zone: string;
  cpuUnits: number;
  memoryMiB: number;
  nextPort: number;
  /** The lifecycle action to complete once its tasks are gone. */
  draining?: { group: string; hook: string; token: string };
}

export interface TaskDefinition {
  arn: string;
  family: string;
  revision: number;
  status: "ACTIVE" | "INACTIVE" | "DELETE_IN_PROGRESS";
  registeredAt: number;
  deregisteredAt?: number;
  spec: Omit<RegisterTaskDefinitionRequest, "tags">;
  tags: Tags;
}

export interface ServiceEvent {
  id: string;
  at: number;
  message: string;
}

export interface Deployment {
  id: string;
  status: "PRIMARY" | "ACTIVE";
  definition: string;
  revisionArn: string;
  serviceDeploymentArn: string;
  createdAt: number;
  updatedAt: number;
  rollout: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  reason: string;
  failedTasks: number;
  /** Failures in a row to reach RUNNING, by which starts are spaced out. */
  neverRan: number;
  /** No task is started before that time (ms). */
  startsFrom: number;
  /** The scheduler has looked at it; until then it asks for no task. */
  begun: boolean;
  /** What each container's tag meant when the deployment began. */
  digests: Record<string, string>;
  fault: DeploymentFailure;
}

export interface ServiceDeployment {
  arn: string;
  deploymentId: string;
  createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  updatedAt: number;
  status: string;
  statusReason?: string;
  sources: string[];
  target: string;
  configuration: DeploymentConfiguration;
  rollback?: { reason: string; startedAt: number; revisionArn: string };
  breaker: { status: string; failures: number; threshold: number };
}

export interface ServiceRevision {
  arn: string;
  createdAt: number;
  definition: string;
  /** What of the service's settings it froze. */
  spec: Pick<ServiceSpec, "launchType" | "capacityProviderStrategy" | "networkConfiguration" | "loadBalancers">;
  platformVersion?: string;
  images: { containerName: string; image: string; imageDigest?: string }[];
}

/** What a caller sets on a service, as CreateService takes it. */
export type ServiceSpec = Omit<
  CreateServiceRequest,
  "cluster" | "serviceName" | "taskDefinition" | "desiredCount" | "tags" | "clientToken" | "deploymentConfiguration"
>;

export interface Service {
  name: string;
  arn: string;
  cluster: string;
  clusterArn: string;
  status: "ACTIVE" | "DRAINING" | "INACTIVE";
  scheduling: "DAEMON" | "REPLICA";
  /** Wanted tasks of a REPLICA service; a DAEMON's follows from its instances. */
  desired: number;
  definition: string;
  spec: ServiceSpec;
  configuration: DeploymentConfiguration & { maximumPercent: number; minimumHealthyPercent: number };
  tags: Tags;
  createdAt: number;
  createdBy: string;
  /** Newest first, at most 100. */
  events: ServiceEvent[];
  /** The PRIMARY first. */
  deployments: Deployment[];
  /** Newest first. */
  serviceDeployments: ServiceDeployment[];
  revisions: ServiceRevision[];
  steady: boolean;
  steadyTurn: number;
  lookAt?: number;
  /** Unhealthy tasks stopped and not replaced yet. */
  replacing: number;
  /** At its last look it wanted a task that nothing had room for. */
  short?: boolean;
  complaint?: { text: string; at: number };
}

export interface EcsState {
  clusters: Record<string, Cluster>;
  capacityProviders: Record<string, CapacityProvider>;
  containerInstances: Record<string, ContainerInstance>;
  taskDefinitions: Record<string, TaskDefinition>;
  revisionsOf: Record<string, number>;
  tasks: Record<string, Task>;
  services: Record<string, Service>;
  nextFault: DeploymentFailure;
  /** Whether the deployment circuit breaker acts on DAEMON services; AWS leaves it open (aws-facts.md 8.4). */
  breakerOnDaemon: boolean;
}
