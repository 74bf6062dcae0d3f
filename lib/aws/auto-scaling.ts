import "server-only";
import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribePoliciesCommand,
  DescribeScalingActivitiesCommand,
} from "@aws-sdk/client-auto-scaling";
import { readCause } from "@/lib/scaling/read-cause";
import type { ScalingActivity, ScalingGroup, ScalingPolicy } from "@/lib/scaling/types";
import type { AwsContext } from "./client";
import { allPages, batches, ms } from "./pages";
import { trackedTarget } from "./tracked-target";

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
const GROUPS_PER_CALL = 100;
/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html */
const ACTIVITIES_PER_CALL = 100;

/** Groups by name, or every one of the account and Region. */
export async function scalingGroups(ctx: AwsContext, names?: readonly string[]): Promise<ScalingGroup[]> {
  const found: ScalingGroup[] = [];
  for (const batch of names ? batches(names, GROUPS_PER_CALL) : [undefined]) {
    const groups = await allPages("autoscaling:DescribeAutoScalingGroups", async (NextToken) => {
      const page = await ctx.call("autoscaling:DescribeAutoScalingGroups", () =>
        ctx.client(AutoScalingClient).send(
          new DescribeAutoScalingGroupsCommand({
            AutoScalingGroupNames: batch,
            MaxRecords: GROUPS_PER_CALL,
            NextToken,
          }),
        ),
      );
      return { items: page.AutoScalingGroups ?? [], next: page.NextToken };
    });
    found.push(...groups.map(reshape));
  }
  return found;
}

export async function scalingGroup(ctx: AwsContext, name: string): Promise<ScalingGroup | null> {
  return (await scalingGroups(ctx, [name]))[0] ?? null;
}

function reshape(group: AutoScalingGroup): ScalingGroup {
  const instances = (group.Instances ?? []).map((instance) => ({
    id: instance.InstanceId ?? "",
    zone: instance.AvailabilityZone ?? "",
    lifecycle: instance.LifecycleState ?? "",
    health: instance.HealthStatus ?? "",
    type: instance.InstanceType,
  }));
  return {
    name: group.AutoScalingGroupName ?? "",
    min: group.MinSize ?? 0,
    max: group.MaxSize ?? 0,
    desired: group.DesiredCapacity ?? 0,
    inService: instances.filter((instance) => instance.lifecycle === "InService").length,
    suspended: (group.SuspendedProcesses ?? []).map((process) => process.ProcessName ?? ""),
    instances,
  };
}

export async function scalingPolicies(ctx: AwsContext, group: string): Promise<ScalingPolicy[]> {
  const policies = await allPages("autoscaling:DescribePolicies", async (NextToken) => {
    const page = await ctx.call("autoscaling:DescribePolicies", () =>
      ctx.client(AutoScalingClient).send(new DescribePoliciesCommand({ AutoScalingGroupName: group, NextToken })),
    );
    return { items: page.ScalingPolicies ?? [], next: page.NextToken };
  });
  return policies.map((policy) => ({
    name: policy.PolicyName ?? "",
    arn: policy.PolicyARN ?? "",
    type: policy.PolicyType ?? "",
    adjustment: policy.ScalingAdjustment ?? policy.StepAdjustments?.[0]?.ScalingAdjustment,
    cooldownSeconds: policy.Cooldown,
    target: trackedTarget(policy.TargetTrackingConfiguration),
    alarms: (policy.Alarms ?? []).map((alarm) => alarm.AlarmName ?? ""),
  }));
}

/** The newest activities of a group, newest first, at most `max`. */
export async function scalingActivities(ctx: AwsContext, group: string, max: number): Promise<ScalingActivity[]> {
  const activities = await allPages(
    "autoscaling:DescribeScalingActivities",
    async (NextToken) => {
      const page = await ctx.call("autoscaling:DescribeScalingActivities", () =>
        ctx.client(AutoScalingClient).send(
          new DescribeScalingActivitiesCommand({
            AutoScalingGroupName: group,
            MaxRecords: Math.min(max, ACTIVITIES_PER_CALL),
            NextToken,
          }),
        ),
      );
      return { items: page.Activities ?? [], next: page.NextToken };
    },
    max,
  );
  return activities
    .slice(0, max)
    .map((activity) => {
      const cause = activity.Cause ?? "";
      const description = activity.Description ?? "";
      return {
        id: activity.ActivityId ?? "",
        at: ms(activity.StartTime) ?? 0,
        endedAt: ms(activity.EndTime),
        description,
        cause,
        status: activity.StatusCode ?? "",
        statusMessage: activity.StatusMessage,
        instanceId: /\bi-[0-9a-f]+\b/.exec(description)?.[0],
        zone: readZone(activity.Details),
        ...readCause(cause),
      };
    })
    .sort((a, b) => b.at - a.at);
}

function readZone(details: string | undefined): string | undefined {
  try {
    const read: unknown = JSON.parse(details ?? "{}");
    if (typeof read !== "object" || read === null) return undefined;
    const zone = (read as Record<string, unknown>)["Availability Zone"];
    return typeof zone === "string" ? zone : undefined;
  } catch {
    return undefined;
  }
}
