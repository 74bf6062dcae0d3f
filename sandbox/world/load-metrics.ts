import { MINUTE } from "./metric-series";
import type { Datum, Fleet, MetricSink, Place } from "./seams";
import { groupBy, type TaskLoad } from "./task-load";

export interface MinuteOfService {
  readonly cluster: string;
  readonly service?: string | undefined;
  readonly loads: readonly TaskLoad[];
  /** The minute's start, ms. */
  readonly at: number;
  readonly requestsPerSecond: number;
  readonly random: () => number;
}

type Dimensions = Readonly<Record<string, string>>;

/** ECS samples each task every 20 s. */
const SAMPLES = 3;

/** AWS/ECS per service, and AWS/ApplicationELB for the target group its tasks are in. */
export function recordService(sink: MetricSink, place: Place, minute: MinuteOfService): void {
  const { cluster, service, loads, at, random } = minute;
  if (service === undefined || loads.length === 0) return;
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const cpu: number[] = [];
  const memory: number[] = [];
  for (const load of loads) {
    const samples = Math.min(SAMPLES, Math.floor((at + MINUTE - load.task.startedAt) / (MINUTE / SAMPLES)));
    for (let sample = 0; sample < samples; sample++) {
      cpu.push(cpuPercent(load) * (0.95 + 0.1 * random()));
      memory.push(memoryPercent(load) * (0.99 + 0.02 * random()));
    }
  }
  sink.record(place, [
    ...points("AWS/ECS", "CPUUtilization", dimensions, at, cpu, "Percent"),
    ...points("AWS/ECS", "MemoryUtilization", dimensions, at, memory, "Percent"),
    ...balancerPoints(minute),
  ]);
}

function cpuPercent({ vcpus, task }: TaskLoad): number {
  return (vcpus / Math.max(task.cpuUnits / 1024, 0.01)) * 100;
}

function memoryPercent({ vcpus, task }: TaskLoad): number {
  const used = task.image.memoryMiB * (1 + (0.2 * vcpus) / task.instanceVcpus);
  return Math.min(100, (used / Math.max(task.memoryMiB, 1)) * 100);
}

function balancerPoints({ loads, at, requestsPerSecond, random }: MinuteOfService): Datum[] {
  const behind = loads.filter(({ task }) => task.targetGroupArn !== undefined && task.loadBalancerArn !== undefined);
  const [first] = behind;
  if (!first?.task.targetGroupArn || !first.task.loadBalancerArn) return [];
  const TargetGroup = first.task.targetGroupArn.split(":").at(-1) ?? "";
  const LoadBalancer = (first.task.loadBalancerArn.split(":").at(-1) ?? "").replace(/^loadbalancer\//, "");
  const both = { TargetGroup, LoadBalancer };
  const healthy = behind.filter(({ task }) => task.healthy);
  const requests = Math.round(requestsPerSecond * 60 * (0.98 + 0.04 * random()));
  const each = (name: string, value: number, unit = "Count") => [
    ...points("AWS/ApplicationELB", name, both, at, [value], unit),
  ];
  const hosts = [
    ...each("HealthyHostCount", healthy.length),
    ...each("UnHealthyHostCount", behind.length - healthy.length),
  ];
  if (requests === 0) return hosts;
  if (healthy.length === 0) {
    return [
      ...hosts,
      ...counted("RequestCount", { LoadBalancer }, at, requests),
      ...counted("HTTPCode_ELB_5XX_Count", { LoadBalancer }, at, requests),
    ];
  }
  const served = healthy.reduce((sum, load) => sum + load.served, 0) / healthy.length;
  const failed = Math.round(requests * (1 - served) + requests * 0.0004 * random());
  const missed = Math.round(requests * 0.008 * (0.5 + random()));
  const seconds = responseSeconds(healthy);
  const time = (dimensions: Dimensions): Datum => ({
    namespace: "AWS/ApplicationELB",
    name: "TargetResponseTime",
    dimensions,
    at,
    sum: seconds * requests,
    count: requests,
    min: seconds * 0.3,
    max: seconds * (4 + 3 * random()),
    unit: "Seconds",
  });
  return [
    ...hosts,
    ...[{ LoadBalancer }, both].flatMap((dimensions) => [
      ...counted("RequestCount", dimensions, at, requests),
      ...counted("HTTPCode_Target_2XX_Count", dimensions, at, requests - failed - missed),
      ...counted("HTTPCode_Target_4XX_Count", dimensions, at, missed),
      ...counted("HTTPCode_Target_5XX_Count", dimensions, at, failed),
      time(dimensions),
    ]),
    ...each("RequestCountPerTarget", requests / healthy.length, "None"),
  ];
}

/** Mean response time: grows as the CPU fills up, and without bound to speak of when work has to wait. */
export function responseSeconds(loads: readonly TaskLoad[]): number {
  const all = loads.map(({ task, vcpus, served }) => {
    const busy = Math.min(0.97, vcpus / task.instanceVcpus);
    return ((6 + task.image.cpuMillisPerRequest) / 1000 / (1 - busy)) * (served < 1 ? 3 / served : 1);
  });
  return all.reduce((sum, value) => sum + value, 0) / Math.max(all.length, 1);
}

/** AWS/ECS per cluster: use while tasks run, reservation while instances are registered. */
export function recordClusters(
  sink: MetricSink,
  place: Place,
  clusters: ReturnType<Fleet["clusters"]>,
  loads: readonly TaskLoad[],
  at: number,
): void {
  // Tasks on Fargate reserve nothing of the cluster's instances.
  const byCluster = groupBy(
    loads.filter(({ task }) => task.instanceId !== undefined),
    ({ task }) => task.cluster,
  );
  for (const { name, cpuUnits, memoryMiB } of clusters) {
    if (cpuUnits <= 0 || memoryMiB <= 0) continue;
    const own = byCluster.get(name) ?? [];
    const sum = (read: (load: TaskLoad) => number) => own.reduce((total, load) => total + read(load), 0);
    const point = (metric: string, used: number, of: number) =>
      points("AWS/ECS", metric, { ClusterName: name }, at, [(used / of) * 100], "Percent");
    sink.record(place, [
      ...point(
        "CPUReservation",
        sum(({ task }) => task.cpuUnits),
        cpuUnits,
      ),
      ...point(
        "MemoryReservation",
        sum(({ task }) => task.memoryMiB),
        memoryMiB,
      ),
    ]);
    if (own.length === 0) continue;
    sink.record(place, [
      ...point(
        "CPUUtilization",
        sum((load) => load.vcpus * 1024),
        cpuUnits,
      ),
      ...point(
        "MemoryUtilization",
        sum((load) => (memoryPercent(load) / 100) * load.task.memoryMiB),
        memoryMiB,
      ),
    ]);
  }
}

/** AWS/EC2 CPUUtilization per instance and per Auto Scaling group. */
export function recordInstances(
  sink: MetricSink,
  place: Place,
  instances: ReturnType<Fleet["instances"]>,
  loads: readonly TaskLoad[],
  at: number,
  random: () => number,
): void {
  const groups = new Map<string, number[]>();
  const byInstance = groupBy(loads, ({ task }) => task.instanceId ?? "");
  for (const { instanceId, group, vcpus } of instances) {
    const used = (byInstance.get(instanceId) ?? []).reduce((sum, load) => sum + load.vcpus, 0);
    const percent = Math.min(100, (used / vcpus) * 100 + 1 + random());
    sink.record(place, points("AWS/EC2", "CPUUtilization", { InstanceId: instanceId }, at, [percent], "Percent"));
    if (group === undefined) continue;
    const percents = groups.get(group);
    if (percents) percents.push(percent);
    else groups.set(group, [percent]);
  }
  for (const [group, values] of groups) {
    sink.record(place, points("AWS/EC2", "CPUUtilization", { AutoScalingGroupName: group }, at, values, "Percent"));
  }
}

/** AWS/AutoScaling: the sizes of each group. */
export function recordGroups(sink: MetricSink, place: Place, groups: ReturnType<Fleet["groups"]>, at: number): void {
  for (const { name, min, max, desired, inService, pending, terminating } of groups) {
    const sizes: Readonly<Record<string, number>> = {
      GroupMinSize: min,
      GroupMaxSize: max,
      GroupDesiredCapacity: desired,
      GroupInServiceInstances: inService,
      GroupPendingInstances: pending,
      GroupTerminatingInstances: terminating,
      GroupStandbyInstances: 0,
      GroupTotalInstances: inService + pending + terminating,
    };
    sink.record(
      place,
      Object.entries(sizes).flatMap(([metric, value]) =>
        points("AWS/AutoScaling", metric, { AutoScalingGroupName: name }, at, [value], "None"),
      ),
    );
  }
}

/** One minute's datapoint made of samples; none when there are none. */
function points(
  namespace: string,
  name: string,
  dimensions: Dimensions,
  at: number,
  samples: readonly number[],
  unit: string,
): Datum[] {
  if (samples.length === 0) return [];
  const sum = samples.reduce((total, value) => total + value, 0);
  return [
    {
      namespace,
      name,
      dimensions,
      at,
      sum,
      count: samples.length,
      min: Math.min(...samples),
      max: Math.max(...samples),
      unit,
    },
  ];
}

/** A counter of requests: every request is a sample of 1. Nothing is sent for none. */
function counted(name: string, dimensions: Dimensions, at: number, requests: number): Datum[] {
  if (requests <= 0) return [];
  return [
    {
      namespace: "AWS/ApplicationELB",
      name,
      dimensions,
      at,
      sum: requests,
      count: requests,
      min: 1,
      max: 1,
      unit: "Count",
    },
  ];
}
