import type { StepAdjustment, TargetTrackingConfiguration } from "@aws-sdk/client-auto-scaling";
import { mapping, mappings, number, physicalName, picked, text, typed } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const STEP_NUMBERS = new Set(["ScalingAdjustment", "MetricIntervalLowerBound", "MetricIntervalUpperBound"]);
const TRACKING_NUMBERS = new Set(["TargetValue", "Period"]);
const TRACKING_FLAGS = new Set(["DisableScaleIn", "ReturnData"]);

function put(call: Call, name: string): string {
  const { tools, ctx, properties } = call;
  const steps = mappings(properties, "StepAdjustments");
  const tracking = mapping(properties, "TargetTrackingConfiguration");
  const entries = {
    PolicyType: text(properties, "PolicyType"),
    AdjustmentType: text(properties, "AdjustmentType"),
    ScalingAdjustment: number(properties, "ScalingAdjustment"),
    Cooldown: number(properties, "Cooldown"),
    EstimatedInstanceWarmup: number(properties, "EstimatedInstanceWarmup"),
    MetricAggregationType: text(properties, "MetricAggregationType"),
    MinAdjustmentMagnitude: number(properties, "MinAdjustmentMagnitude"),
    StepAdjustments: steps.length > 0 ? (typed(steps, STEP_NUMBERS, new Set()) as StepAdjustment[]) : undefined,
    TargetTrackingConfiguration:
      tracking && (typed(tracking, TRACKING_NUMBERS, TRACKING_FLAGS) as TargetTrackingConfiguration),
  };
  const answer = tools.invoke(
    "autoscaling",
    "PutScalingPolicy",
    {
      AutoScalingGroupName: text(properties, "AutoScalingGroupName") ?? "",
      PolicyName: name,
      ...Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)),
    },
    ctx,
  );
  return answer.PolicyARN ?? "";
}

const nameIn = (arn: string): string => arn.slice(arn.indexOf("policyName/") + "policyName/".length);

/** AWS::AutoScaling::ScalingPolicy. Ref is the ARN, which alarms act on. */
export const scalingPolicy: Provider = {
  create: (call) => put(call, physicalName(call)),
  update(call) {
    put(call, nameIn(call.physicalId));
  },
  delete({ tools, ctx, properties, physicalId }) {
    const input = {
      AutoScalingGroupName: text(properties, "AutoScalingGroupName") ?? "",
      PolicyName: nameIn(physicalId),
    };
    quietly(() => tools.invoke("autoscaling", "DeletePolicy", input, ctx));
  },
  actual({ tools, ctx, properties, physicalId }) {
    const input = {
      AutoScalingGroupName: text(properties, "AutoScalingGroupName") ?? "",
      PolicyNames: [nameIn(physicalId)],
    };
    const found = tools.invoke("autoscaling", "DescribePolicies", input, ctx).ScalingPolicies?.[0];
    return (
      found &&
      picked(
        found,
        "AdjustmentType AutoScalingGroupName Cooldown EstimatedInstanceWarmup MetricAggregationType MinAdjustmentMagnitude PolicyType ScalingAdjustment StepAdjustments TargetTrackingConfiguration",
      )
    );
  },
  read: ({ physicalId }) => ({ Arn: physicalId, PolicyName: nameIn(physicalId) }),
};
