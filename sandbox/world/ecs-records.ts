import type {
  CapacityProviderStrategyItem,
  ClusterConfiguration,
  ClusterSetting,
  CreateServiceRequest,
  DeploymentConfiguration,
  ManagedScaling,
  RegisterTaskDefinitionRequest,
} from "@aws-sdk/client-ecs";
import type { DeploymentFailure, ImageBehaviour } from "./seams";
import type { Tags } from "./shelf";

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
  tags: Tags;
}

export interface ContainerInstance {
  id: string;
  arn: string;
  cluster: string;
  instanceId: string;
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

export type TaskStatus =
  | "PROVISIONING"
  | "PENDING"
  | "ACTIVATING"
  | "RUNNING"
  | "DEACTIVATING"
  | "STOPPING"
  | "DEPROVISIONING"
  | "STOPPED";

export interface TaskContainer {
  name: string;
  image: string;
  digest?: string;
  behaviour?: ImageBehaviour;
  runtimeId?: string;
  status: "PENDING" | "RUNNING" | "STOPPED";
  exitCode?: number;
  reason?: string;
  ports: { containerPort: number; hostPort: number; protocol: string }[];
  cpuUnits: number;
  memoryMiB?: number;
  reservationMiB?: number;
}

export interface Task {
  id: string;
  arn: string;
  cluster: string;
  service?: string;
  deploymentId?: string;
  startedBy: string;
  definition: string;
  instanceId: string;
  containerInstanceArn: string;
  zone: string;
  status: TaskStatus;
  desired: "RUNNING" | "STOPPED";
  /** Counts changes; a planned step of an earlier count is void. */
  version: number;
  containers: TaskContainer[];
  createdAt: number;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
  stopCode?: string;
  stoppedReason?: string;
  /** Where its load-balanced container is registered; `joined` once that has happened. */
  targets: TaskTarget[];
}

export interface TaskTarget {
  arn: string;
  id: string;
  port: number;
  container: string;
  containerPort: number;
  joined: boolean;
  state: string;
  /** The load balancer's reason while it is not healthy. */
  why?: string;
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
