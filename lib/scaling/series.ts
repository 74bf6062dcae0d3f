import type { MetricQuery } from "@/lib/aws/cloudwatch";
import type { Located } from "@/lib/services/locate";
import type { ScalingActivity, Series } from "./types";

export const PERIOD_SECONDS = 60;
const MINUTE = PERIOD_SECONDS * 1_000;
/** AWS/ECS points come one to three minutes late: newer gaps are not gaps yet. */
const LATE_PERIODS = 3;

interface Plan {
  readonly id: string;
  readonly label: string;
  readonly unit: Series["unit"];
  readonly query: Omit<MetricQuery, "id" | "periodSeconds">;
  /** Factor on each value. */
  readonly scale?: number;
}

const afterSlash = (arn: string, word: string) => arn.slice(arn.indexOf(word) + word.length);

/** Which metrics a service's pages draw. */
export function planSeries(where: Located): Plan[] {
  const service = { ClusterName: where.cluster, ServiceName: where.service };
  const plans: Plan[] = [
    plan("cpu", "CPU of the service", "percent", "AWS/ECS", "CPUUtilization", "Average", service),
    plan("cpu-cluster", "CPU of the cluster", "percent", "AWS/ECS", "CPUUtilization", "Average", {
      ClusterName: where.cluster,
    }),
    plan("memory", "Memory of the service", "percent", "AWS/ECS", "MemoryUtilization", "Average", service),
  ];
  const [group] = where.groups;
  if (group) {
    plans.push(
      plan("instances", "Instances in service", "count", "AWS/AutoScaling", "GroupInServiceInstances", "Average", {
        AutoScalingGroupName: group,
      }),
    );
  }
  if (where.scalesTasks || !group) {
    // Each running task sends one CPU sample a minute.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html
    plans.push(plan("tasks", "Running tasks", "count", "AWS/ECS", "CPUUtilization", "SampleCount", service));
  }
  const [balancerArn] = where.loadBalancerArns;
  const [targetsArn] = where.targetGroupArns;
  if (balancerArn && targetsArn) {
    const LoadBalancer = afterSlash(balancerArn, ":loadbalancer/");
    const TargetGroup = `targetgroup/${afterSlash(targetsArn, ":targetgroup/")}`;
    const elb = "AWS/ApplicationELB";
    const both = { LoadBalancer, TargetGroup };
    plans.push(
      plan("requests", "Requests", "per-minute", elb, "RequestCount", "Sum", both),
      plan("latency", "Response time", "seconds", elb, "TargetResponseTime", "Average", both),
      plan("errors", "5xx answers", "per-minute", elb, "HTTPCode_Target_5XX_Count", "Sum", both),
      plan("healthy", "Healthy targets", "count", elb, "HealthyHostCount", "Minimum", both),
    );
  }
  return plans;
}

function plan(
  id: string,
  label: string,
  unit: Series["unit"],
  namespace: string,
  name: string,
  statistic: MetricQuery["statistic"],
  dimensions: Record<string, string>,
): Plan {
  return { id, label, unit, query: { namespace, name, statistic, dimensions } };
}

/** The queries of a plan; ids as GetMetricData wants them. */
export const queriesOf = (plans: readonly Plan[]): MetricQuery[] =>
  plans.map(({ query }, index) => ({ ...query, id: `m${index}`, periodSeconds: PERIOD_SECONDS }));

/** Answers as series with a point a minute; gaps are null, save the newest minutes, which are only late. */
export function toSeries(
  plans: readonly Plan[],
  data: ReadonlyMap<string, readonly (readonly [number, number])[]>,
  from: number,
  to: number,
): Series[] {
  return plans.map(({ id, label, unit }, index) => ({
    id,
    label,
    unit,
    periodSeconds: PERIOD_SECONDS,
    points: fill(data.get(`m${index}`) ?? [], from, to),
  }));
}

/** One point a minute from `from` to before `to`. */
export function fill(
  points: readonly (readonly [at: number, value: number])[],
  from: number,
  to: number,
): [number, number | null][] {
  if (points.length === 0) return [];
  const values = new Map(points.map(([at, value]) => [Math.floor(at / MINUTE), round(value)]));
  const filled: [number, number | null][] = [];
  for (let minute = Math.floor(from / MINUTE); minute * MINUTE < to; minute += 1) {
    filled.push([minute * MINUTE, values.get(minute) ?? null]);
  }
  for (let late = 0; late < LATE_PERIODS && filled.at(-1)?.[1] === null; late += 1) filled.pop();
  return filled;
}

/** Three digits after the point: more is noise, and bytes. */
const round = (value: number) => Math.round(value * 1_000) / 1_000;

/**
 * Instances in service over time, worked out backwards from the number now, for groups whose own metric is not
 * collected (it must be switched on): each successful launch added one when it ended, each termination took one.
 */
export function instancesFromActivities(
  activities: readonly ScalingActivity[],
  inService: number,
  from: number,
  to: number,
): Series {
  const steps = activities
    .filter((activity) => activity.status === "Successful" && activity.instanceId)
    .map((activity) => ({
      at: activity.endedAt ?? activity.at,
      by: activity.description.startsWith("Terminating") ? -1 : 1,
    }))
    .sort((a, b) => b.at - a.at);
  const points: [number, number | null][] = [];
  let count = inService;
  let step = 0;
  for (let minute = Math.floor((to - 1) / MINUTE); minute * MINUTE >= from; minute -= 1) {
    for (let next = steps[step]; next && next.at >= (minute + 1) * MINUTE; next = steps[step]) {
      count -= next.by;
      step += 1;
    }
    points.push([minute * MINUTE, Math.max(0, count)]);
  }
  return {
    id: "instances",
    label: "Instances in service",
    unit: "count",
    periodSeconds: PERIOD_SECONDS,
    points: points.reverse(),
  };
}
