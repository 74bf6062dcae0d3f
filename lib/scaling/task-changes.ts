import type { ScalingActivity, Series } from "./types";

/**
 * Application Auto Scaling says what a service's desired count was set to, not what it was before: that is what the
 * activity before set, and for the oldest known one the tasks that ran then. Without either no change is told. Pure;
 * newest first, as they come.
 */
export function withTaskChanges(
  activities: readonly ScalingActivity[],
  runningTasks: Series | undefined,
): ScalingActivity[] {
  return activities.map((activity, index) => {
    if (activity.wanted === undefined || activity.status === "Failed") return activity;
    const before = activities.slice(index + 1).find((each) => each.wanted !== undefined && each.status !== "Failed");
    const from = before?.wanted ?? runningAt(runningTasks, activity.at);
    return from === undefined ? activity : { ...activity, change: { from, to: activity.wanted } };
  });
}

/** How many tasks ran in the whole minute before `at`. */
function runningAt(tasks: Series | undefined, at: number): number | undefined {
  const minute = (tasks?.periodSeconds ?? 0) * 1_000;
  const point = tasks?.points.findLast(([begin, value]) => begin + minute <= at && value !== null);
  return point?.[1] ?? undefined;
}

/** Whether an alarm's or activity's doing is tasks: the policy behind it is one on a service's desired count. */
export const scalesTasks = ({ policyArns }: { readonly policyArns: readonly string[] }): boolean =>
  policyArns.some((arn) => arn.includes(":resource/ecs/service/"));
