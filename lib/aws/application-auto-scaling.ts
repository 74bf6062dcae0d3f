import "server-only";
import {
  type ScalingActivity as Activity,
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { readCause, readDesiredCount } from "@/lib/scaling/read-cause";
import type { ScalableTarget, ScalingActivity, ScalingPolicy } from "@/lib/scaling/types";
import type { AwsContext } from "./client";
import { allPages, ms } from "./pages";
import { trackedTarget } from "./tracked-target";

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html */
const ACTIVITIES_PER_CALL = 50;

/** A service's number of tasks, as Application Auto Scaling names it. */
const desiredCount = (cluster: string, service: string) => ({
  ServiceNamespace: "ecs" as const,
  ResourceId: `service/${cluster}/${service}`,
  ScalableDimension: "ecs:service:DesiredCount" as const,
});

/** Between how many tasks a service may be scaled; null when nobody registered it. */
export async function scalableTarget(
  ctx: AwsContext,
  cluster: string,
  service: string,
): Promise<ScalableTarget | null> {
  const { ResourceId, ...rest } = desiredCount(cluster, service);
  const answer = await ctx.call("application-autoscaling:DescribeScalableTargets", () =>
    ctx
      .client(ApplicationAutoScalingClient)
      .send(new DescribeScalableTargetsCommand({ ...rest, ResourceIds: [ResourceId] })),
  );
  const target = answer.ScalableTargets?.[0];
  if (!target) return null;
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } =
    target.SuspendedState ?? {};
  return {
    min: target.MinCapacity ?? 0,
    max: target.MaxCapacity ?? 0,
    suspended: [
      DynamicScalingInSuspended ? "scale in" : "",
      DynamicScalingOutSuspended ? "scale out" : "",
      ScheduledScalingSuspended ? "scheduled scaling" : "",
    ].filter(Boolean),
  };
}

/** The policies on a service's number of tasks. */
export async function servicePolicies(ctx: AwsContext, cluster: string, service: string): Promise<ScalingPolicy[]> {
  const policies = await allPages("application-autoscaling:DescribeScalingPolicies", async (NextToken) => {
    const page = await ctx.call("application-autoscaling:DescribeScalingPolicies", () =>
      ctx
        .client(ApplicationAutoScalingClient)
        .send(new DescribeScalingPoliciesCommand({ ...desiredCount(cluster, service), NextToken })),
    );
    return { items: page.ScalingPolicies ?? [], next: page.NextToken };
  });
  return policies.map((policy) => {
    const step = policy.StepScalingPolicyConfiguration;
    return {
      name: policy.PolicyName ?? "",
      arn: policy.PolicyARN ?? "",
      type: policy.PolicyType ?? "",
      adjustment: step?.StepAdjustments?.[0]?.ScalingAdjustment,
      cooldownSeconds: step?.Cooldown,
      target: trackedTarget(policy.TargetTrackingScalingPolicyConfiguration),
      alarms: (policy.Alarms ?? []).map((alarm) => alarm.AlarmName ?? ""),
    };
  });
}

/** A service's newest scaling activities, newest first, at most `max`. They tell what was set, not what was before. */
export async function serviceActivities(
  ctx: AwsContext,
  cluster: string,
  service: string,
  max: number,
): Promise<ScalingActivity[]> {
  const activities = await allPages(
    "application-autoscaling:DescribeScalingActivities",
    async (NextToken) => {
      const page = await ctx.call("application-autoscaling:DescribeScalingActivities", () =>
        ctx.client(ApplicationAutoScalingClient).send(
          new DescribeScalingActivitiesCommand({
            ...desiredCount(cluster, service),
            MaxResults: Math.min(max, ACTIVITIES_PER_CALL),
            NextToken,
          }),
        ),
      );
      return { items: page.ScalingActivities ?? [], next: page.NextToken };
    },
    max,
  );
  return activities
    .slice(0, max)
    .map(reshape)
    .sort((a, b) => b.at - a.at);
}

function reshape(activity: Activity): ScalingActivity {
  const description = activity.Description ?? "";
  const cause = activity.Cause ?? "";
  return {
    id: activity.ActivityId ?? "",
    of: "tasks",
    at: ms(activity.StartTime) ?? 0,
    endedAt: ms(activity.EndTime),
    description,
    cause,
    status: activity.StatusCode ?? "",
    // On success it only repeats the description.
    statusMessage: activity.StatusCode === "Successful" ? undefined : activity.StatusMessage,
    wanted: readDesiredCount(description),
    ...readCause(cause),
  };
}
