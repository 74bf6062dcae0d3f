import type { ServiceParts } from "@/lib/live/types";
import type { ScalingActivity, ScalingPolicy } from "@/lib/scaling/types";

type ScalingParts = Pick<ServiceParts, "activities" | "policies" | "taskScaling">;

/** What happened to a service's instances and to its number of tasks, newest first. Pure. */
export const allActivities = ({
  activities,
  taskScaling,
}: Pick<ScalingParts, "activities" | "taskScaling">): readonly ScalingActivity[] =>
  [...(activities.data ?? []), ...(taskScaling.data?.activities ?? [])].toSorted((a, b) => b.at - a.at);

/** The policies of the group and of the service. Pure. */
export const allPolicies = ({ policies, taskScaling }: Pick<ScalingParts, "policies" | "taskScaling">) =>
  [...(policies.data ?? []), ...(taskScaling.data?.policies ?? [])] as readonly ScalingPolicy[];

/**
 * The same for all activities of one change: a group has one for each instance, all with the same cause, which carries
 * its time. A service has one for each change, and its causes repeat.
 */
export const changeKey = ({ of, id, cause }: ScalingActivity): string => (of === "tasks" ? id : cause || id);

/** ECS itself makes this policy on the group of a capacity provider with managed scaling. */
export const isManagedByEcs = (policyName: string | undefined): boolean =>
  policyName?.startsWith("ECSManagedAutoScalingPolicy") ?? false;
