import type {
  StepScalingPolicyConfiguration,
  SuspendedState,
  TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import type { Mapping } from "../template/values";
import { mapping, number, physicalName, text, typed } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const SUSPENSIONS = new Set(["DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"]);
const NUMBERS = new Set([
  "TargetValue",
  "ScaleInCooldown",
  "ScaleOutCooldown",
  "Cooldown",
  "MinAdjustmentMagnitude",
  "ScalingAdjustment",
  "MetricIntervalLowerBound",
  "MetricIntervalUpperBound",
]);
const FLAGS = new Set(["DisableScaleIn"]);

/** `resource|dimension|namespace`: what CloudFormation calls a scalable target, and what its policies may name it by. */
const targetId = (resourceId: string, dimension: string, namespace: string): string =>
  [resourceId, dimension, namespace].join("|");

const placeOf = (properties: Mapping) => {
  const [resource = "", dimension = "", namespace = ""] = (text(properties, "ScalingTargetId") ?? "").split("|");
  return {
    ServiceNamespace: (text(properties, "ServiceNamespace") ?? namespace) as "ecs",
    ResourceId: text(properties, "ResourceId") ?? resource,
    ScalableDimension: (text(properties, "ScalableDimension") ?? dimension) as "ecs:service:DesiredCount",
  };
};

function register({ tools, ctx, properties }: Call): string {
  const suspended = typed(mapping(properties, "SuspendedState"), new Set(), SUSPENSIONS) as SuspendedState | undefined;
  const place = placeOf(properties);
  tools.invoke(
    "application-autoscaling",
    "RegisterScalableTarget",
    {
      ...place,
      MinCapacity: number(properties, "MinCapacity"),
      MaxCapacity: number(properties, "MaxCapacity"),
      ...(suspended ? { SuspendedState: suspended } : {}),
    },
    ctx,
  );
  return targetId(place.ResourceId, place.ScalableDimension, place.ServiceNamespace);
}

/** AWS::ApplicationAutoScaling::ScalableTarget. Ref is `resource|dimension|namespace`. */
export const scalableTarget: Provider = {
  create: register,
  update(call) {
    register(call);
  },
  delete({ tools, ctx, properties }) {
    quietly(() => tools.invoke("application-autoscaling", "DeregisterScalableTarget", placeOf(properties), ctx));
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};

function put(call: Call, name: string): string {
  const { tools, ctx, properties } = call;
  const configuration = (key: string) => {
    const given = mapping(properties, key);
    return given && typed(given, NUMBERS, FLAGS);
  };
  const step = configuration("StepScalingPolicyConfiguration") as StepScalingPolicyConfiguration | undefined;
  const tracking = configuration("TargetTrackingScalingPolicyConfiguration") as
    | TargetTrackingScalingPolicyConfiguration
    | undefined;
  const answer = tools.invoke(
    "application-autoscaling",
    "PutScalingPolicy",
    {
      ...placeOf(properties),
      PolicyName: name,
      PolicyType: text(properties, "PolicyType") as "StepScaling",
      ...(step ? { StepScalingPolicyConfiguration: step } : {}),
      ...(tracking ? { TargetTrackingScalingPolicyConfiguration: tracking } : {}),
    },
    ctx,
  );
  return answer.PolicyARN ?? "";
}

const nameIn = (arn: string): string => arn.slice(arn.indexOf("policyName/") + "policyName/".length);

/** AWS::ApplicationAutoScaling::ScalingPolicy. Ref is the ARN, which alarms act on. */
export const servicePolicy: Provider = {
  create: (call) => put(call, text(call.properties, "PolicyName") ?? physicalName(call)),
  update(call) {
    put(call, nameIn(call.physicalId));
  },
  delete({ tools, ctx, properties, physicalId }) {
    const input = { ...placeOf(properties), PolicyName: nameIn(physicalId) };
    quietly(() => tools.invoke("application-autoscaling", "DeleteScalingPolicy", input, ctx));
  },
  read: ({ physicalId }) => ({ Arn: physicalId }),
};
