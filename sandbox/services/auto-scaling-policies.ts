import type { Alarm, PutScalingPolicyType } from "@aws-sdk/client-auto-scaling";
import { AwsError, type Handlers } from "../wire/handler";
import type { Alarms } from "../world/alarms";
import type { ScalingPolicy } from "../world/policy-records";
import type { Scaling } from "../world/scaling";
import type { Place } from "../world/seams";
import { policyView } from "./auto-scaling-views";
import { page } from "./paging";

/** The alarms among which DescribePolicies finds those that run a policy. */
export type AlarmList = Pick<Alarms, "list">;

const TYPES = ["SimpleScaling", "StepScaling", "TargetTrackingScaling"] as const;

function policyFrom(input: PutScalingPolicyType): Omit<ScalingPolicy, "arn"> {
  const type = TYPES.find((known) => known === (input.PolicyType ?? "SimpleScaling"));
  if (!type) throw new AwsError("ValidationError", `Policy type ${input.PolicyType} is not supported.`);
  if (type === "SimpleScaling" && input.ScalingAdjustment === undefined) {
    throw new AwsError("ValidationError", "You must specify a scaling adjustment for a simple scaling policy.");
  }
  if (type === "StepScaling" && !input.StepAdjustments?.length) {
    throw new AwsError("ValidationError", "At least one StepAdjustment must be specified.");
  }
  if (type === "TargetTrackingScaling" && !input.TargetTrackingConfiguration) {
    throw new AwsError("ValidationError", "TargetTrackingConfiguration must be specified.");
  }
  if (type !== "TargetTrackingScaling" && !input.AdjustmentType) {
    throw new AwsError("ValidationError", "AdjustmentType must be specified.");
  }
  return {
    name: input.PolicyName ?? "",
    type,
    enabled: input.Enabled ?? true,
    ...(input.AdjustmentType ? { adjustmentType: input.AdjustmentType } : {}),
    ...(input.ScalingAdjustment === undefined ? {} : { adjustment: input.ScalingAdjustment }),
    ...(input.MinAdjustmentMagnitude === undefined ? {} : { minMagnitude: input.MinAdjustmentMagnitude }),
    ...(input.Cooldown === undefined ? {} : { cooldown: input.Cooldown }),
    ...(input.MetricAggregationType ? { aggregation: input.MetricAggregationType } : {}),
    ...(input.StepAdjustments ? { steps: input.StepAdjustments } : {}),
    ...(input.EstimatedInstanceWarmup === undefined ? {} : { warmup: input.EstimatedInstanceWarmup }),
    ...(input.TargetTrackingConfiguration ? { tracking: input.TargetTrackingConfiguration } : {}),
  };
}

/** Scaling policies of groups. */
export function createPolicyHandlers({ scaling, alarms }: { scaling: Scaling; alarms: AlarmList }) {
  const alarmViews = (place: Place, arn: string): Alarm[] =>
    alarms
      .list(place)
      .filter(({ config }) => [...config.alarmActions, ...config.okActions].includes(arn))
      .map((alarm) => ({ AlarmName: alarm.config.name, AlarmARN: alarm.arn }));

  return {
    PutScalingPolicy: (input, ctx) => {
      const policy = scaling.putPolicy(ctx, input.AutoScalingGroupName ?? "", policyFrom(input));
      return { PolicyARN: policy.arn, Alarms: alarmViews(ctx, policy.arn) };
    },
    DescribePolicies: ({ AutoScalingGroupName, PolicyNames, PolicyTypes, NextToken, MaxRecords }, ctx) => {
      const found = scaling
        .list(ctx)
        .filter((group) => AutoScalingGroupName === undefined || group.name === AutoScalingGroupName)
        .flatMap((group) => group.policies.map((policy) => ({ group, policy })))
        .filter(({ policy }) => {
          const named = PolicyNames?.includes(policy.name) || PolicyNames?.includes(policy.arn);
          return (!PolicyNames?.length || named) && (!PolicyTypes?.length || PolicyTypes.includes(policy.type));
        });
      const { items, nextToken } = page(found, NextToken, Math.min(MaxRecords ?? 50, 100));
      return {
        ScalingPolicies: items.map(({ group, policy }) => policyView(group, policy, alarmViews(ctx, policy.arn))),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    DeletePolicy: ({ PolicyName, AutoScalingGroupName }, ctx) => {
      scaling.removePolicy(ctx, PolicyName ?? "", AutoScalingGroupName);
      return {};
    },
    ExecutePolicy: ({ PolicyName, AutoScalingGroupName, MetricValue, BreachThreshold }, ctx) => {
      scaling.executePolicy(ctx, PolicyName ?? "", AutoScalingGroupName, MetricValue, BreachThreshold);
      return {};
    },
  } satisfies Handlers<"autoscaling">;
}
