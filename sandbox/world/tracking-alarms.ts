import type {
  CustomizedMetricSpecification,
  TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import type { TargetTrackingConfiguration } from "@aws-sdk/client-auto-scaling";
import type { AlarmConfig, Alarms } from "./alarms";
import type { Facts } from "./facts";
import type { Scaling } from "./scaling";
import type { Place } from "./seams";
import { stableHex } from "./stable-id";

type Metric = Pick<AlarmConfig, "namespace" | "metricName" | "dimensions" | "statistic" | "unit">;

/** What the two alarms of a target tracking policy follow. */
export interface Tracked {
  readonly policyArn: string;
  /** What the alarms run: the policy's ARN, for services with a suffix. */
  readonly actionArn: string;
  /** The group, or the service's resource id: it is part of the alarms' names. */
  readonly owner: string;
  readonly target: number;
  readonly disableScaleIn: boolean;
  readonly metric: Metric;
  /** Minutes above the target before it scales out; 3 unless said. */
  readonly highPeriods?: number;
}

type Kind = "High" | "Low";
const KINDS: readonly Kind[] = ["High", "Low"];

function customMetric(own: CustomizedMetricSpecification): Metric {
  return {
    namespace: own.Namespace ?? "",
    metricName: own.MetricName ?? "",
    dimensions: Object.fromEntries((own.Dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value])),
    statistic: own.Statistic ?? "Average",
    unit: own.Unit,
  };
}

/** `app/<name>/<id>/targetgroup/<name>/<id>` names both the balancer and the target group. */
function requestsPerTarget(label: string | undefined): Metric {
  const [, LoadBalancer = "", TargetGroup = ""] = /^(app\/.+?)\/(targetgroup\/.+)$/.exec(label ?? "") ?? [];
  const dimensions = { TargetGroup, LoadBalancer };
  return { namespace: "AWS/ApplicationELB", metricName: "RequestCountPerTarget", dimensions, statistic: "Sum" };
}

/** The metric a group's policy follows; undefined for kinds this data centre does not measure. */
function groupMetric(group: string, tracking: TargetTrackingConfiguration): Metric | undefined {
  if (tracking.CustomizedMetricSpecification?.MetricName) return customMetric(tracking.CustomizedMetricSpecification);
  const known = tracking.PredefinedMetricSpecification;
  const ec2 = (metricName: string): Metric => ({
    namespace: "AWS/EC2",
    metricName,
    dimensions: { AutoScalingGroupName: group },
    statistic: "Average",
  });
  switch (known?.PredefinedMetricType) {
    case "ASGAverageCPUUtilization":
      return ec2("CPUUtilization");
    case "ASGAverageNetworkIn":
      return ec2("NetworkIn");
    case "ASGAverageNetworkOut":
      return ec2("NetworkOut");
    case "ALBRequestCountPerTarget":
      return requestsPerTarget(known.ResourceLabel);
    default:
      return undefined;
  }
}

/** The metric a service's policy follows; undefined for kinds this data centre does not measure. */
export function serviceMetric(
  { cluster, service }: { readonly cluster: string; readonly service: string },
  tracking: TargetTrackingScalingPolicyConfiguration,
): Metric | undefined {
  if (tracking.CustomizedMetricSpecification?.MetricName) return customMetric(tracking.CustomizedMetricSpecification);
  const known = tracking.PredefinedMetricSpecification;
  const ecs = (metricName: string): Metric => ({
    namespace: "AWS/ECS",
    metricName,
    dimensions: { ClusterName: cluster, ServiceName: service },
    statistic: "Average",
  });
  switch (known?.PredefinedMetricType) {
    case "ECSServiceAverageCPUUtilization":
      return ecs("CPUUtilization");
    case "ECSServiceAverageMemoryUtilization":
      return ecs("MemoryUtilization");
    case "ALBRequestCountPerTarget":
      return requestsPerTarget(known.ResourceLabel);
    default:
      return undefined;
  }
}

/** Above the target for three minutes, below nine tenths of it for fifteen. */
function alarmOf(tracked: Tracked, kind: Kind, name: string): AlarmConfig {
  const isHigh = kind === "High";
  return {
    ...tracked.metric,
    name,
    description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${tracked.policyArn}.`,
    actionsEnabled: true,
    okActions: [],
    alarmActions: [tracked.actionArn],
    insufficientDataActions: [],
    periodSeconds: 60,
    evaluationPeriods: isHigh ? (tracked.highPeriods ?? 3) : 15,
    threshold: isHigh ? tracked.target : tracked.target * 0.9,
    comparison: isHigh ? "GreaterThanThreshold" : "LessThanThreshold",
  };
}

/** The alarms that target tracking policies run on. Source: aws-facts.md section 3 (names, periods, description). */
export function createTrackingAlarms(alarms: Alarms) {
  /** An id that a policy's alarm has for good, in the form of a UUID. */
  const idOf = (policyArn: string, what: string): string => {
    const h = stableHex(32, policyArn, what);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  };
  const nameOf = (owner: string, policyArn: string, kind: Kind): string =>
    `TargetTracking-${owner}-Alarm${kind}-${idOf(policyArn, kind)}`;
  const of = (place: Place, owner: string, policyArn: string) =>
    KINDS.flatMap((kind) => alarms.find(place, nameOf(owner, policyArn, kind)) ?? []);
  return {
    idOf,
    nameOf,
    of,
    /** Makes or changes a policy's alarms. */
    put(place: Place, tracked: Tracked): void {
      for (const kind of KINDS) {
        const name = nameOf(tracked.owner, tracked.policyArn, kind);
        if (kind === "Low" && tracked.disableScaleIn) alarms.remove(place, name);
        else alarms.put(place, alarmOf(tracked, kind, name));
      }
    },
    clear(place: Place, owner: string, policyArn: string): void {
      for (const { config } of of(place, owner, policyArn)) alarms.remove(place, config.name);
    },
  };
}

/** Makes, changes and removes the alarms of groups' target tracking policies, as Auto Scaling does by itself. */
export function keepTrackingAlarms(parts: { facts: Facts; scaling: Scaling; alarms: Alarms }): void {
  const { facts, scaling } = parts;
  const tracking = createTrackingAlarms(parts.alarms);

  facts.on("policy.put", (place, { group, policyArn }) => {
    const policy = scaling.find(place, group)?.policies.find((candidate) => candidate.arn === policyArn);
    const metric = policy?.tracking && groupMetric(group, policy.tracking);
    if (!policy?.tracking || !metric) return tracking.clear(place, group, policyArn);
    tracking.put(place, {
      policyArn,
      actionArn: policyArn,
      owner: group,
      target: policy.tracking.TargetValue ?? 0,
      disableScaleIn: policy.tracking.DisableScaleIn === true,
      metric,
      // ECS's own policy on the group answers within a minute.
      ...(metric.namespace === "AWS/ECS/ManagedScaling" ? { highPeriods: 1 } : {}),
    });
  });

  facts.on("policy.removed", (place, { group, policyArn }) => tracking.clear(place, group, policyArn));
}
