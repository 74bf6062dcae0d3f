import type { TargetTrackingConfiguration } from "@aws-sdk/client-auto-scaling";
import type { AlarmConfig, Alarms } from "./alarms";
import type { Facts } from "./facts";
import type { Group } from "./groups";
import type { Kernel } from "./kernel";
import type { ScalingPolicy } from "./policy-records";
import type { Scaling } from "./scaling";
import type { Place } from "./seams";

type Metric = Pick<AlarmConfig, "namespace" | "metricName" | "dimensions" | "statistic" | "unit">;

/** The metric a target tracking policy follows; undefined for kinds this data centre does not measure. */
function metricOf(group: Group, tracking: TargetTrackingConfiguration): Metric | undefined {
  const own = tracking.CustomizedMetricSpecification;
  if (own?.MetricName) {
    return {
      namespace: own.Namespace ?? "",
      metricName: own.MetricName,
      dimensions: Object.fromEntries((own.Dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value])),
      statistic: own.Statistic ?? "Average",
      unit: own.Unit,
    };
  }
  const known = tracking.PredefinedMetricSpecification;
  const byGroup = { AutoScalingGroupName: group.name };
  switch (known?.PredefinedMetricType) {
    case "ASGAverageCPUUtilization":
      return { namespace: "AWS/EC2", metricName: "CPUUtilization", dimensions: byGroup, statistic: "Average" };
    case "ASGAverageNetworkIn":
      return { namespace: "AWS/EC2", metricName: "NetworkIn", dimensions: byGroup, statistic: "Average" };
    case "ASGAverageNetworkOut":
      return { namespace: "AWS/EC2", metricName: "NetworkOut", dimensions: byGroup, statistic: "Average" };
    case "ALBRequestCountPerTarget": {
      const targetGroup = /targetgroup\/.+$/.exec(known.ResourceLabel ?? "")?.[0] ?? "";
      const dimensions = { TargetGroup: targetGroup };
      return { namespace: "AWS/ApplicationELB", metricName: "RequestCountPerTarget", dimensions, statistic: "Sum" };
    }
    default:
      return undefined;
  }
}

/** Both alarms of a policy: three minutes above the target, fifteen below nine tenths of it. */
function alarmsOf(group: Group, policy: ScalingPolicy, metric: Metric, id: (kind: string) => string): AlarmConfig[] {
  const target = policy.tracking?.TargetValue ?? 0;
  const common = {
    ...metric,
    description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.arn}.`,
    actionsEnabled: true,
    okActions: [],
    alarmActions: [policy.arn],
    insufficientDataActions: [],
    periodSeconds: 60,
  };
  const name = (kind: string) => `TargetTracking-${group.name}-Alarm${kind}-${id(kind)}`;
  const high: AlarmConfig = {
    ...common,
    name: name("High"),
    evaluationPeriods: 3,
    threshold: target,
    comparison: "GreaterThanThreshold",
  };
  const low: AlarmConfig = {
    ...common,
    name: name("Low"),
    evaluationPeriods: 15,
    threshold: target * 0.9,
    comparison: "LessThanThreshold",
  };
  return policy.tracking?.DisableScaleIn ? [high] : [high, low];
}

/**
 * Makes, changes and removes the alarms that target tracking policies run on, as Auto Scaling does by itself.
 * Source: aws-facts.md section 3 (names, periods, description).
 */
export function keepTrackingAlarms(parts: { kernel: Kernel; facts: Facts; scaling: Scaling; alarms: Alarms }): void {
  const { kernel, facts, scaling, alarms } = parts;
  const namesOf = (place: Place, policyArn: string) =>
    alarms
      .list(place)
      .filter(({ config }) => config.name.startsWith("TargetTracking-") && config.alarmActions.includes(policyArn))
      .map(({ config }) => config.name);
  const clear = (place: Place, policyArn: string) => {
    for (const name of namesOf(place, policyArn)) alarms.remove(place, name);
  };

  facts.on("policy.put", (place, { group: name, policyArn }) => {
    const group = scaling.find(place, name);
    const policy = group?.policies.find((candidate) => candidate.arn === policyArn);
    const metric = group && policy?.tracking ? metricOf(group, policy.tracking) : undefined;
    const known = namesOf(place, policyArn);
    if (!group || !policy || !metric) return clear(place, policyArn);
    const wanted = alarmsOf(group, policy, metric, (kind) => {
      const old = known.find((alarm) => alarm.includes(`-Alarm${kind}-`));
      return old?.slice(-36) ?? kernel.uuid();
    });
    for (const old of known) if (!wanted.some((alarm) => alarm.name === old)) alarms.remove(place, old);
    for (const alarm of wanted) alarms.put(place, alarm);
  });

  facts.on("policy.removed", (place, { policyArn }) => clear(place, policyArn));
}
