/**
 * What the parts of the simulated data centre ask of each other. Each part is a module with state of its own (a kernel
 * slice keyed by `placeKey`); they meet only here, and are put together in `world.ts`.
 */

/** One account in one Region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export const placeKey = (place: Place): string => `${place.account}/${place.region}`;

export const placeOf = (key: string): Place => {
  const [account = "", region = ""] = key.split("/");
  return { account, region };
};

/** One minute's aggregate of a metric, as CloudWatch stores it. `at` is the minute's start in ms. */
export interface Datum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly at: number;
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** The single values, each followed by its count, if the source tells them: percentiles are exact then. */
  readonly values?: readonly number[];
}

export interface MetricSink {
  record(place: Place, data: readonly Datum[]): void;
}

export interface LogSink {
  /** Writes lines as the awslogs driver does: the stream is made on first use; a missing group drops the lines. */
  write(place: Place, group: string, stream: string, lines: readonly { at: number; message: string }[]): void;
}

/** How a catalogued image behaves when its container runs. An image in no catalogue runs as a plain HTTP server. */
export interface ImageBehaviour {
  readonly digest: string;
  readonly architectures: readonly string[];
  readonly port: number;
  /** Seconds from RUNNING until it answers health checks. */
  readonly startSeconds: number;
  /** Exits this many seconds after start, with this code, after writing these lines. */
  readonly crash?: { readonly afterSeconds: number; readonly exitCode: number; readonly lines: readonly string[] };
  /** What the health check path answers once started, e.g. 200 or 503. */
  readonly healthStatus: number;
  readonly outOfMemory?: boolean;
  /** vCPU-milliseconds one request costs, and resident MiB. */
  readonly cpuMillisPerRequest: number;
  readonly memoryMiB: number;
}

export interface Images {
  /** `image` as a task definition writes it: `[registry/]name[:tag][@digest]`. */
  find(place: Place, image: string): ImageBehaviour | { readonly pullError: string };
}

/** A container that takes traffic, as load and log simulation see it. */
export interface RunningTask {
  readonly taskId: string;
  readonly taskArn: string;
  readonly cluster: string;
  readonly service?: string;
  readonly instanceId?: string;
  readonly zone: string;
  readonly containerName: string;
  readonly image: ImageBehaviour;
  readonly version: string;
  /** Reserved CPU units (1024 = one vCPU) and hard or soft memory limit, from the task definition. */
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  /** vCPUs of the instance it runs on; caps what it can use. */
  readonly instanceVcpus: number;
  readonly startedAt: number;
  readonly healthy: boolean;
  readonly targetGroupArn?: string;
  readonly loadBalancerArn?: string;
  readonly logs?: { readonly group: string; readonly stream: string };
}

export interface Fleet {
  tasks(place: Place): readonly RunningTask[];
  /** Registered CPU units and memory per cluster, for cluster-level percentages. */
  clusters(place: Place): readonly { name: string; cpuUnits: number; memoryMiB: number; services: readonly string[] }[];
  instances(place: Place): readonly { instanceId: string; group?: string; vcpus: number; zone: string }[];
  groups(place: Place): readonly {
    name: string;
    min: number;
    max: number;
    desired: number;
    inService: number;
    pending: number;
    terminating: number;
  }[];
}

/** A state change of an alarm, or its repetition while it stays in ALARM (Auto Scaling actions repeat every minute). */
export interface AlarmFiring {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly description?: string;
  readonly oldState: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly newState: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly at: number;
  readonly threshold: number;
  /** The newest datapoint's value, by which step policies choose their step. */
  readonly value: number;
  readonly metricName: string;
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface AlarmActions {
  /** Executes one action ARN. Answers what the alarm's history records. */
  fire(place: Place, actionArn: string, firing: AlarmFiring): { succeeded: boolean; error?: string };
}

export type DeploymentFailure = "none" | "image-pull" | "crash" | "health-check" | "out-of-memory" | "slow-start";

/** What `/_sandbox/` can do beside AWS's own APIs. */
export interface Controls {
  /** Requests per second for one service (by ECS service name), or the steady demo curve when undefined. */
  traffic(place: Place, service: string, requestsPerSecond: number | undefined): void;
  killInstance(place: Place, instanceId: string): void;
  failNextDeployment(place: Place, failure: DeploymentFailure): void;
  /** What the panel shows: services with their traffic and instances, and the pending failure. */
  state(place: Place): {
    services: { cluster: string; service: string; requestsPerSecond: number; manual: boolean }[];
    instances: { instanceId: string; zone: string; group?: string }[];
    nextDeployment: DeploymentFailure;
  };
}
