import { thresholdWords } from "@/components/charts/cpu-model";
import { withoutStack } from "@/components/ui/short-names";
import { scalesTasks } from "@/lib/scaling/task-changes";
import type { Alarm } from "@/lib/scaling/types";
import { metricWords } from "./policy-words";
import type { WhyInputs } from "./why";

/** Why it does not scale now, for the times nothing happened; null when nothing holds it back. */
export function whyNot({
  alarms,
  group,
  taskScaling,
  desiredTasks,
  stack,
}: Pick<WhyInputs, "alarms" | "group" | "taskScaling" | "stack"> & { readonly desiredTasks?: number }): string | null {
  const driving = alarms.filter((alarm) => alarm.drivesScaling);
  const ringing = driving.find((alarm) => alarm.state === "ALARM");
  const off = driving.find((alarm) => !alarm.actionsEnabled);
  if (group?.suspended.includes("AlarmNotification"))
    return "Alarms are suspended on the Auto Scaling group: it does not answer them.";
  if (taskScaling && taskScaling.suspended.length > 0)
    return `Suspended on the service: ${taskScaling.suspended.join(", ")}. Its number of tasks is not changed by that.`;
  if (off) return `The actions of alarm ${withoutStack(off.name, stack)} are switched off, so it never scales.`;
  if (!ringing) return null;
  const name = withoutStack(ringing.name, stack);
  const tasks = scalesTasks(ringing);
  const limits = tasks ? taskScaling : group;
  const desired = tasks ? desiredTasks : group?.desired;
  if (!limits || desired === undefined) return null;
  const what = tasks ? "service" : "group";
  const [of, ofMax] = tasks
    ? [` ${limits.min === 1 ? "task" : "tasks"}`, ` ${limits.max === 1 ? "task" : "tasks"}`]
    : ["", ""];
  if (ringing.direction === "in" && desired <= limits.min) {
    return `${name} is in ALARM, but the ${what} is at its minimum of ${limits.min}${of}: low load at the smallest size is normal.`;
  }
  if (ringing.direction === "out" && desired >= limits.max) {
    return `${name} is in ALARM, but the ${what} is at its cap of ${limits.max}${ofMax}: raise the maximum to let it grow.`;
  }
  return null;
}

/** "Adds an instance when CPUUtilization > 75%, 3 of 3 min": what each alarm waits for, when there is no story yet. */
export function whatWouldScale(alarms: readonly Alarm[]): readonly { alarm: string; words: string }[] {
  return alarms
    .filter((alarm) => alarm.drivesScaling && alarm.actionsEnabled)
    .map((alarm) => ({
      alarm: alarm.name,
      words: `${alarm.direction === "in" ? "Removes" : "Adds"} ${scalesTasks(alarm) ? "tasks" : "capacity"} when ${metricWords(alarm.metricName).words} is ${thresholdWords(alarm)}`,
    }));
}
