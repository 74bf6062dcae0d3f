import type { ImageBehaviour } from "./seams";

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
  /** What its own health check says; UNKNOWN until the first verdict, and where there is no check. */
  health?: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  exitCode?: number;
  reason?: string;
  ports: { containerPort: number; hostPort: number; protocol: string }[];
  cpuUnits: number;
  memoryMiB?: number;
  reservationMiB?: number;
}

/** The network interface of a task in awsvpc mode. */
export interface TaskNetwork {
  attachmentId: string;
  eniId: string;
  mac: string;
  subnetId: string;
  privateIp: string;
  publicIp?: string;
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

export interface Task {
  id: string;
  arn: string;
  cluster: string;
  service?: string;
  deploymentId?: string;
  startedBy: string;
  definition: string;
  launchType: "EC2" | "FARGATE";
  capacityProvider?: string;
  /** None on Fargate, and none while it waits for capacity. */
  instanceId?: string;
  containerInstanceArn?: string;
  /** Waits in PROVISIONING until its capacity provider has an instance with room. */
  awaiting?: boolean;
  zone: string;
  /** CPU units and MiB it reserves. */
  cpuUnits: number;
  memoryMiB: number;
  platformVersion?: string;
  network?: TaskNetwork;
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
