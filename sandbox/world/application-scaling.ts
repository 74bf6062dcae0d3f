import type {
  RegisterScalableTargetRequest,
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import { AwsError } from "../wire/handler";
import type { Alarms } from "./alarms";
import { createServiceActivities } from "./application-activities";
import { answerOf, cooldownOf } from "./application-policy";
import type { ScalableTarget, ServicePolicy } from "./application-records";
import { primaryOf } from "./deployments";
import type { Ecs } from "./ecs";
import type { Kernel } from "./kernel";
import type { AlarmFiring, Place } from "./seams";
import { createShelf } from "./shelf";
import { createTrackingAlarms, serviceMetric } from "./tracking-alarms";

export const DIMENSION = "ecs:service:DesiredCount";
const POLICIES = 50;

export type ApplicationScaling = ReturnType<typeof createApplicationScaling>;
type Ref = { readonly resourceId: string };

/** Whether an alarm's action is a policy of Application Auto Scaling; groups have policies of the same ARN form. */
export const isServicePolicy = (arn: string): boolean => /:scalingPolicy:[^:]+:resource\//.test(arn);

const invalid = (message: string): never => {
  throw new AwsError("ValidationException", message);
};
const named = (resourceId: string): string =>
  `service namespace: ecs, resource ID: ${resourceId}, scalable dimension: ${DIMENSION}`;

/** Application Auto Scaling of ECS services: scalable targets, their policies, what they do. */
export function createApplicationScaling(parts: { kernel: Kernel; ecs: Ecs; alarms: Alarms }) {
  const { kernel, ecs, alarms } = parts;
  const shelf = createShelf(kernel, "application-scaling", () => ({}) as Record<string, ScalableTarget>);
  const trackingAlarms = createTrackingAlarms(alarms);
  const find = (place: Place, resourceId: string): ScalableTarget | undefined => {
    const all = shelf(place);
    return Object.hasOwn(all, resourceId) ? all[resourceId] : undefined;
  };
  const activities = createServiceActivities(kernel, ecs, find);
  const serviceOf = (place: Place, { cluster, service }: Pick<ScalableTarget, "cluster" | "service">) => {
    const found = ecs.store.findService(place, cluster, service);
    return found?.status === "ACTIVE" ? found : undefined;
  };
  const require = (place: Place, resourceId: string, what = "found"): ScalableTarget => {
    const target = find(place, resourceId);
    if (target) return target;
    throw new AwsError("ObjectNotFoundException", `No scalable target ${what} for ${named(resourceId)}`);
  };

  const trackingOf = (target: ScalableTarget, policy: ServicePolicy) => {
    const metric = policy.tracking && serviceMetric(target, policy.tracking);
    return metric
      ? {
          policyArn: policy.arn,
          actionArn: `${policy.arn}:createdBy/${trackingAlarms.idOf(policy.arn, "createdBy")}`,
          owner: target.resourceId,
          target: policy.tracking?.TargetValue ?? 0,
          disableScaleIn: policy.tracking?.DisableScaleIn === true,
          metric,
        }
      : undefined;
  };

  /** Every other tracking policy that may scale in has its low alarm in ALARM too. */
  const othersAgree = (place: Place, target: ScalableTarget, policy: ServicePolicy): boolean =>
    target.policies
      .filter((other) => other !== policy && other.tracking && !other.tracking.DisableScaleIn)
      .every(
        (other) => alarms.find(place, trackingAlarms.nameOf(target.resourceId, other.arn, "Low"))?.state === "ALARM",
      );

  return {
    find,
    require,
    list: (place: Place): ScalableTarget[] => Object.values(shelf(place)),

    /** Registers a service's desired count, or changes its bounds and suspensions; what is left out stays. */
    registerScalableTarget(place: Place, input: RegisterScalableTargetRequest): ScalableTarget {
      const resourceId = input.ResourceId ?? "";
      const [kind, cluster = "", name = ""] = resourceId.split("/");
      if (input.ServiceNamespace !== "ecs" || input.ScalableDimension !== DIMENSION || kind !== "service") {
        invalid("Unsupported service namespace, resource type or scalable dimension");
      }
      const service = serviceOf(place, { cluster, service: name });
      if (!service) invalid(`ECS service doesn't exist: ${resourceId}`);
      if (service?.scheduling === "DAEMON")
        invalid(`ECS service ${resourceId} has the DAEMON scheduling strategy, which has no desired count to scale`);
      const known = find(place, resourceId);
      const min =
        input.MinCapacity ??
        known?.min ??
        invalid("Both MinCapacity and MaxCapacity are required to register a new scalable target");
      const max =
        input.MaxCapacity ??
        known?.max ??
        invalid("Both MinCapacity and MaxCapacity are required to register a new scalable target");
      if (min < 0)
        invalid(
          `1 validation error detected: Value '${min}' at 'minCapacity' failed to satisfy constraint: Member must have value greater than or equal to 0`,
        );
      if (min > max) invalid("Maximum capacity cannot be less than minimum capacity");
      const state = input.SuspendedState;
      const suspended = known?.suspended ?? { scaleIn: false, scaleOut: false, scheduled: false };
      const target: ScalableTarget = {
        ...(known ?? {
          resourceId,
          dimension: DIMENSION,
          cluster,
          service: name,
          arn: `arn:aws:application-autoscaling:${place.region}:${place.account}:scalable-target/0ec5${kernel.hex(32)}`,
          createdAt: kernel.now(),
          policies: [],
          activities: [],
          tags: input.Tags ?? {},
          roleArn: `arn:aws:iam::${place.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
        }),
        min,
        max,
        suspended: {
          scaleIn: state?.DynamicScalingInSuspended ?? suspended.scaleIn,
          scaleOut: state?.DynamicScalingOutSuspended ?? suspended.scaleOut,
          scheduled: state?.ScheduledScalingSuspended ?? suspended.scheduled,
        },
      };
      shelf(place)[resourceId] = target;
      const desired = service?.desired ?? min;
      if (desired < min) activities.scale(place, target, min, `minimum capacity was set to ${min}`);
      if (desired > max) activities.scale(place, target, max, `maximum capacity was set to ${max}`);
      return target;
    },

    /** Forgets a target with its policies and their alarms. */
    deregisterScalableTarget(place: Place, { resourceId }: Ref): void {
      const target = require(place, resourceId);
      for (const policy of target.policies) trackingAlarms.clear(place, resourceId, policy.arn);
      delete shelf(place)[resourceId];
    },

    /** Creates a policy or replaces the one of its name, keeping its ARN. Tracking policies get their alarms. */
    putServiceScalingPolicy(
      place: Place,
      input: Ref & {
        name: string;
        type: ServicePolicy["type"];
        step?: StepScalingPolicyConfiguration | undefined;
        tracking?: TargetTrackingScalingPolicyConfiguration | undefined;
      },
    ): ServicePolicy {
      const { resourceId, name, type, step, tracking } = input;
      const target = require(place, resourceId, "registered");
      const old = target.policies.find((policy) => policy.name === name);
      if (!old && target.policies.length >= POLICIES) {
        throw new AwsError(
          "LimitExceededException",
          `Maximum number of scaling policies exceeded for ${named(resourceId)}`,
        );
      }
      const policy: ServicePolicy = {
        name,
        arn:
          old?.arn ??
          `arn:aws:autoscaling:${place.region}:${place.account}:scalingPolicy:${kernel.uuid()}:resource/ecs/${resourceId}:policyName/${name}`,
        type,
        createdAt: old?.createdAt ?? kernel.now(),
        ...(type === "StepScaling" && step ? { step } : {}),
        ...(type === "TargetTrackingScaling" && tracking ? { tracking } : {}),
      };
      const followed = trackingOf(target, policy);
      if (type === "TargetTrackingScaling" && !followed) {
        invalid("The metric specification of the target tracking policy is not supported for this scalable dimension");
      }
      target.policies = [...target.policies.filter((other) => other !== old), policy];
      if (followed) trackingAlarms.put(place, followed);
      else trackingAlarms.clear(place, resourceId, policy.arn);
      return policy;
    },

    deleteServiceScalingPolicy(place: Place, { resourceId, name }: Ref & { name: string }): void {
      const target = find(place, resourceId);
      const policy = target?.policies.find((candidate) => candidate.name === name);
      if (!target || !policy) {
        throw new AwsError("ObjectNotFoundException", `No scaling policy found for ${named(resourceId)}: ${name}`);
      }
      target.policies = target.policies.filter((other) => other !== policy);
      trackingAlarms.clear(place, resourceId, policy.arn);
    },

    /** An alarm's action: runs the policy its ARN names. */
    fire(place: Place, actionArn: string, firing: AlarmFiring): { succeeded: boolean; error?: string } {
      const resourceId = /:resource\/ecs\/(.+?):policyName\//.exec(actionArn)?.[1] ?? "";
      const target = find(place, resourceId);
      const policy = target?.policies.find(({ arn }) => actionArn === arn || actionArn.startsWith(`${arn}:`));
      const service = target && serviceOf(place, target);
      if (!target || !policy) return { succeeded: false, error: `No scaling policy with ARN ${actionArn}` };
      if (!service) return { succeeded: false, error: `ECS service doesn't exist: ${resourceId}` };
      const answer = answerOf(target, policy, {
        now: kernel.now(),
        current: service.desired,
        value: firing.value,
        threshold: firing.threshold,
        deploying: primaryOf(service)?.rollout === "IN_PROGRESS",
        othersAgree: othersAgree(place, target, policy),
      });
      const cause = `monitor alarm ${firing.alarmName} in state ${firing.newState} triggered policy ${policy.name}`;
      if (answer && "not" in answer) activities.declined(target, cause, answer.not);
      if (answer && "wanted" in answer) {
        const grows = answer.wanted > service.desired;
        const change = { at: kernel.now(), from: service.desired, cooldown: cooldownOf(policy, grows) };
        if (grows) target.lastOut = change;
        else target.lastIn = change;
        activities.scale(place, target, answer.wanted, cause);
      }
      return { succeeded: true };
    },

    /** The alarms that Application Auto Scaling made for a policy. */
    alarmsOf: (place: Place, target: ScalableTarget, policy: ServicePolicy) =>
      trackingAlarms.of(place, target.resourceId, policy.arn),
  };
}
