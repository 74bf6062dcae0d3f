import { AwsError } from "../wire/handler";
import { changeOf, stepFor } from "./adjustment";
import type { Facts } from "./facts";
import { activeMembers, type Group, type GroupStore } from "./groups";
import type { Kernel } from "./kernel";
import type { ScalingPolicy } from "./policy-records";
import type { AlarmFiring, Place } from "./seams";
import { stamp } from "./shelf";

/** Scaling policies and what they do when an alarm or a person runs them. Source: aws-facts.md section 3. */
export function createPolicies(
  kernel: Kernel,
  facts: Facts,
  store: GroupStore,
  look: (place: Place, group: Group) => void,
) {
  /** A policy's ARN names its group: `…:autoScalingGroupName/<group>:policyName/<policy>`. */
  const byArn = (place: Place, arn: string) => {
    const group = store.find(place, /:autoScalingGroupName\/(.+):policyName\//.exec(arn)?.[1] ?? "");
    const policy = group?.policies.find((candidate) => candidate.arn === arn);
    return group && policy ? { group, policy } : undefined;
  };

  /** A simple policy waits for running activities and the cooldown; the others only for warming instances. */
  const isBlocked = (group: Group, policy: ScalingPolicy): boolean => {
    if (policy.type !== "SimpleScaling") return false;
    const busy = group.activities.some((activity) => activity.endedAt === undefined);
    return busy || group.lookAt !== undefined || kernel.now() < group.cooldownUntil;
  };

  /** Desired capacity after the policy answered, inside the group's bounds. */
  const wantedBy = (group: Group, policy: ScalingPolicy, breach: number | undefined): number => {
    if (policy.type === "TargetTrackingScaling")
      return trackedCapacity(group, policy, breach, warmingMembers(group, kernel.now()));
    const adjustment = policy.type === "StepScaling" ? stepFor(policy.steps ?? [], breach ?? 0) : policy.adjustment;
    if (adjustment === undefined) return group.desired;
    const warming = policy.type === "StepScaling" ? warmingMembers(group, kernel.now()) : 0;
    const base = group.desired - (adjustment > 0 ? warming : 0);
    const change = changeOf(policy.adjustmentType, base, adjustment, policy.minMagnitude);
    if (change < 0 && warming > 0) return group.desired;
    const wanted = change > 0 ? Math.max(group.desired, group.desired - warming + change) : group.desired + change;
    return Math.min(Math.max(wanted, group.min), group.max);
  };

  const run = (place: Place, group: Group, policy: ScalingPolicy, why: string, breach?: number, alarm?: unknown) => {
    if (!policy.enabled || group.suspended.includes("AlarmNotification") || group.deleting) return;
    if (isBlocked(group, policy)) return;
    const wanted = wantedBy(group, policy, breach);
    if (wanted === group.desired) return;
    const sentence = `At ${stamp(kernel.now())} ${why} triggered policy ${policy.name} changing the desired capacity from ${group.desired} to ${wanted}.`;
    group.desired = wanted;
    group.causes.push(sentence);
    if (alarm) group.invokingAlarms = [alarm];
    if (policy.type === "SimpleScaling") group.cooldownNext = policy.cooldown ?? group.cooldown;
    look(place, group);
  };

  return {
    /** Creates a policy or replaces the one of that name, keeping its ARN. */
    putPolicy(place: Place, name: string, policy: Omit<ScalingPolicy, "arn">): ScalingPolicy {
      const group = store.require(place, name);
      const old = group.policies.find((candidate) => candidate.name === policy.name);
      const arn =
        old?.arn ??
        `arn:aws:autoscaling:${place.region}:${place.account}:scalingPolicy:${kernel.uuid()}:autoScalingGroupName/${name}:policyName/${policy.name}`;
      const kept = { ...policy, arn };
      group.policies = [...group.policies.filter((candidate) => candidate !== old), kept];
      facts.tell("policy.put", place, { group: name, policyArn: arn });
      return kept;
    },

    /** Removes a policy by name (of a group) or ARN. */
    removePolicy(place: Place, nameOrArn: string, groupName?: string): void {
      const group = groupName ? store.require(place, groupName) : byArn(place, nameOrArn)?.group;
      const policy = group?.policies.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
      if (!group || !policy) throw new AwsError("ValidationError", "PolicyName not found - No policy by that name");
      group.policies = group.policies.filter((candidate) => candidate !== policy);
      facts.tell("policy.removed", place, { group: group.name, policyArn: policy.arn });
    },

    executePolicy(place: Place, nameOrArn: string, groupName: string | undefined, value?: number, threshold?: number) {
      const group = groupName ? store.require(place, groupName) : byArn(place, nameOrArn)?.group;
      const policy = group?.policies.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
      if (!group || !policy) throw new AwsError("ValidationError", "PolicyName not found - No policy by that name");
      const breach = value === undefined || threshold === undefined ? undefined : value - threshold;
      run(place, group, policy, "a user request", breach);
    },

    /** An alarm's action: runs the policy the ARN names. Nothing happens at the bounds or during a cooldown. */
    fire(place: Place, actionArn: string, firing: AlarmFiring): { succeeded: boolean; error?: string } {
      const found = byArn(place, actionArn);
      if (!found) return { succeeded: false, error: `No scaling policy with ARN ${actionArn}` };
      const why = `a monitor alarm ${firing.alarmName} in state ${firing.newState}`;
      run(place, found.group, found.policy, why, firing.value - firing.threshold, invokingAlarm(place, firing));
      return { succeeded: true };
    },
  };
}

/** How an activity's details name the alarm behind it. */
const invokingAlarm = (place: Place, firing: AlarmFiring) => ({
  AlarmArn: firing.alarmArn,
  Trigger: {
    MetricName: firing.metricName,
    Namespace: firing.namespace,
    Dimensions: Object.entries(firing.dimensions).map(([name, value]) => ({ name, value })),
    Threshold: firing.threshold,
  },
  AlarmName: firing.alarmName,
  AlarmDescription: firing.description ?? null,
  AWSAccountId: place.account,
  OldStateValue: firing.oldState,
  Region: place.region,
  NewStateValue: firing.newState,
  StateChangeTime: Math.round(firing.at),
});

const warmingMembers = (group: Group, now: number): number =>
  activeMembers(group).filter((member) => member.state !== "InService" || (member.warmUntil ?? 0) > now).length;

/**
 * Target tracking in proportion to the metric. Instances that warm up are not in the metric yet, so they count towards
 * what is wanted; scale-in goes one at a time, and never while instances warm up.
 */
function trackedCapacity(group: Group, policy: ScalingPolicy, breach: number | undefined, warming: number): number {
  if (breach === undefined || breach === 0) return group.desired;
  const target = policy.tracking?.TargetValue ?? 0;
  if (breach < 0) {
    const shrinks = policy.tracking?.DisableScaleIn !== true && group.desired > group.min && warming === 0;
    return shrinks ? group.desired - 1 : group.desired;
  }
  const settled = Math.max(1, group.desired - warming);
  const wanted = target > 0 ? Math.ceil((settled * (target + breach)) / target) : settled + 1;
  const most = group.desired + (policy.maxStep ?? Number.POSITIVE_INFINITY);
  return Math.min(Math.max(wanted, group.desired), most, group.max);
}
