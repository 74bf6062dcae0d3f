import type * as AAS from "@aws-sdk/client-application-auto-scaling";
import { AwsError, type Handlers } from "../wire/handler";
import type { ScalableTarget, ServiceActivity, ServicePolicy } from "../world/application-records";
import type { ApplicationScaling } from "../world/application-scaling";
import type { Place } from "../world/seams";
import { addTags, dropTags } from "../world/shelf";
import { page } from "./paging";

const PAGE = 50;

const refuse = (message: string): never => {
  throw new AwsError("ValidationException", message);
};
const badToken = (token: string) => new AwsError("InvalidNextTokenException", `The token '${token}' is invalid`);

const targetView = (target: ScalableTarget): AAS.ScalableTarget => ({
  ServiceNamespace: "ecs",
  ResourceId: target.resourceId,
  ScalableDimension: "ecs:service:DesiredCount",
  MinCapacity: target.min,
  MaxCapacity: target.max,
  RoleARN: target.roleArn,
  CreationTime: new Date(target.createdAt),
  SuspendedState: {
    DynamicScalingInSuspended: target.suspended.scaleIn,
    DynamicScalingOutSuspended: target.suspended.scaleOut,
    ScheduledScalingSuspended: target.suspended.scheduled,
  },
  ScalableTargetARN: target.arn,
});

const activityView = (target: ScalableTarget, activity: ServiceActivity): AAS.ScalingActivity => ({
  ActivityId: activity.id,
  ServiceNamespace: "ecs",
  ResourceId: target.resourceId,
  ScalableDimension: "ecs:service:DesiredCount",
  Description: activity.description,
  Cause: activity.cause,
  StartTime: new Date(activity.startedAt),
  ...(activity.endedAt === undefined ? {} : { EndTime: new Date(activity.endedAt) }),
  StatusCode: activity.status,
  ...(activity.message ? { StatusMessage: activity.message } : {}),
  ...(activity.notScaled ? { NotScaledReasons: activity.notScaled } : {}),
});

/** Application Auto Scaling, of ECS services' desired counts; other namespaces have nothing here. */
export function createApplicationScalingHandlers({ applicationScaling }: { applicationScaling: ApplicationScaling }) {
  const alarmViews = (place: Place, target: ScalableTarget, policy: ServicePolicy): AAS.Alarm[] =>
    applicationScaling
      .alarmsOf(place, target, policy)
      .map((alarm) => ({ AlarmName: alarm.config.name, AlarmARN: alarm.arn }));

  const policyView = (place: Place, target: ScalableTarget, policy: ServicePolicy): AAS.ScalingPolicy => ({
    PolicyARN: policy.arn,
    PolicyName: policy.name,
    ServiceNamespace: "ecs",
    ResourceId: target.resourceId,
    ScalableDimension: "ecs:service:DesiredCount",
    PolicyType: policy.type,
    ...(policy.step ? { StepScalingPolicyConfiguration: policy.step } : {}),
    ...(policy.tracking ? { TargetTrackingScalingPolicyConfiguration: policy.tracking } : {}),
    Alarms: alarmViews(place, target, policy),
    CreationTime: new Date(policy.createdAt),
  });

  const targets = (place: Place, input: { ServiceNamespace?: string | undefined; ResourceId?: string | undefined }) =>
    input.ServiceNamespace !== "ecs"
      ? []
      : input.ResourceId !== undefined
        ? [applicationScaling.find(place, input.ResourceId)].flatMap((target) => target ?? [])
        : applicationScaling.list(place);
  const tagged = (place: Place, arn: string | undefined): ScalableTarget =>
    applicationScaling.list(place).find((target) => target.arn === arn) ??
    refuse(`The resource ${arn} could not be found`);

  return {
    RegisterScalableTarget: (input, ctx) => ({
      ScalableTargetARN: applicationScaling.registerScalableTarget(ctx, input).arn,
    }),
    DeregisterScalableTarget: ({ ResourceId = "" }, ctx) => {
      applicationScaling.deregisterScalableTarget(ctx, { resourceId: ResourceId });
      return {};
    },
    DescribeScalableTargets: (input, ctx) => {
      const { ResourceIds: ids, ScalableDimension: dimension } = input;
      const found = targets(ctx, { ServiceNamespace: input.ServiceNamespace })
        .filter((target) => !ids?.length || ids.includes(target.resourceId))
        .filter((target) => !dimension || dimension === target.dimension);
      const { items, nextToken } = page(found, input.NextToken, Math.min(input.MaxResults ?? PAGE, PAGE), badToken);
      return { ScalableTargets: items.map(targetView), ...(nextToken ? { NextToken: nextToken } : {}) };
    },

    PutScalingPolicy: (input, ctx) => {
      const resourceId = input.ResourceId ?? "";
      const type = input.PolicyType ?? "StepScaling";
      const step = input.StepScalingPolicyConfiguration;
      const tracking = input.TargetTrackingScalingPolicyConfiguration;
      if (type !== "StepScaling" && type !== "TargetTrackingScaling")
        return refuse(`Policy type ${type} is not supported`);
      if (type === "StepScaling" && !step?.StepAdjustments?.length) {
        refuse("StepScalingPolicyConfiguration with at least one StepAdjustment is required for a step scaling policy");
      }
      if (type === "TargetTrackingScaling" && tracking?.TargetValue === undefined) {
        refuse("TargetTrackingScalingPolicyConfiguration is required for a target tracking scaling policy");
      }
      const name = input.PolicyName ?? "";
      const policy = applicationScaling.putServiceScalingPolicy(ctx, { resourceId, name, type, step, tracking });
      const target = applicationScaling.require(ctx, resourceId);
      return { PolicyARN: policy.arn, Alarms: alarmViews(ctx, target, policy) };
    },
    DeleteScalingPolicy: ({ ResourceId = "", PolicyName = "" }, ctx) => {
      applicationScaling.deleteServiceScalingPolicy(ctx, { resourceId: ResourceId, name: PolicyName });
      return {};
    },
    DescribeScalingPolicies: (input, ctx) => {
      const found = targets(ctx, input)
        .flatMap((target) => target.policies.map((policy) => ({ target, policy })))
        .filter(({ policy }) => !input.PolicyNames?.length || input.PolicyNames.includes(policy.name));
      const { items, nextToken } = page(found, input.NextToken, Math.min(input.MaxResults ?? PAGE, PAGE), badToken);
      return {
        ScalingPolicies: items.map(({ target, policy }) => policyView(ctx, target, policy)),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    DescribeScalingActivities: (input, ctx) => {
      const found = targets(ctx, input)
        .flatMap((target) => target.activities.map((activity) => ({ target, activity })))
        .filter(({ activity }) => input.IncludeNotScaledActivities || !activity.notScaled)
        .sort((a, b) => b.activity.startedAt - a.activity.startedAt);
      const { items, nextToken } = page(found, input.NextToken, Math.min(input.MaxResults ?? PAGE, PAGE), badToken);
      return {
        ScalingActivities: items.map(({ target, activity }) => activityView(target, activity)),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },

    TagResource: ({ ResourceARN, Tags }, ctx) => {
      addTags(tagged(ctx, ResourceARN), Tags ?? {});
      return {};
    },
    UntagResource: ({ ResourceARN, TagKeys }, ctx) => {
      dropTags(tagged(ctx, ResourceARN), TagKeys ?? []);
      return {};
    },
    ListTagsForResource: ({ ResourceARN }, ctx) => ({ Tags: tagged(ctx, ResourceARN).tags }),
  } satisfies Handlers<"application-autoscaling">;
}
