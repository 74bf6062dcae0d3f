import { thresholdWords } from "@/components/charts/cpu-model";
import { clockMinute, durationWords, shortId, stopwatch } from "@/components/ui/format";
import { shortText, withoutStack } from "@/components/ui/short-names";
import type { Alarm, AlarmBand, ScalingActivity, ScalingGroup, ScalingPolicy } from "@/lib/scaling/types";
import type { Task } from "@/lib/services/types";
import { datapointsIn, one } from "./alarm-reason";

export interface WhyInputs {
  /** Newest first. */
  readonly activities: readonly ScalingActivity[];
  readonly alarms: readonly Alarm[];
  readonly bands: readonly AlarmBand[];
  readonly policies: readonly ScalingPolicy[];
  readonly group: ScalingGroup | null;
  readonly tasks: readonly Task[];
  /** Its name need not be repeated in those of its alarms and policies. */
  readonly stack: string;
}

/** Why the group's size last changed, told from the datapoints on. */
export interface WhyStory {
  readonly at: number;
  readonly title: string;
  readonly sentence: string;
  readonly steps: readonly WhyStep[];
}

export interface WhyStep {
  readonly at: number;
  /** Since the first step: "1:10". */
  readonly after: string;
  readonly words: string;
  readonly detail: string;
}

/** How long before the policy acted its alarm's change is looked for. */
const ALARM_BEFORE_MS = 15 * 60_000;

/** The story of the newest change of capacity, or null when there was none. `zone` is the reader's. */
export function lastScaling(inputs: WhyInputs, zone: string): WhyStory | null {
  // From nothing to its first size is the launch, not scaling.
  const changing = inputs.activities.filter(({ change }) => change && change.from !== change.to && change.from !== 0);
  const newest = changing.toSorted((a, b) => b.at - a.at)[0];
  if (!newest?.change) return null;
  // One activity an instance, all with the same cause: the first began the change.
  const same = changing.filter((each) => each.cause === newest.cause).toSorted((a, b) => a.at - b.at);
  const first = same[0] ?? newest;
  const { from, to } = newest.change;
  const out = to > from;
  const alarm = inputs.alarms.find((each) => each.name === newest.alarmName);
  const band = newest.alarmName ? alarmBand(inputs.bands, newest.alarmName, first.at) : undefined;
  const values = band?.reason ? datapointsIn(band.reason) : [];
  const steps = [
    ...alarmSteps(alarm, band, values, inputs.stack),
    policyStep(newest, inputs, first.at),
    ...same.flatMap((each) => instanceSteps(each, inputs.tasks)),
  ].toSorted((a, b) => a.at - b.at);
  const start = steps[0]?.at ?? first.at;
  return {
    at: first.at,
    title: `Why did it scale ${out ? "out" : "in"} at ${clockMinute(first.at, zone)}?`,
    sentence: sentence(newest, alarm, values, steps, start, inputs.stack),
    steps: steps.map((step) => ({ ...step, after: stopwatch(step.at - start) })),
  };
}

type Step = Omit<WhyStep, "after">;

function alarmBand(bands: readonly AlarmBand[], name: string, at: number): AlarmBand | undefined {
  return bands
    .filter((band) => band.alarm === name && band.state === "ALARM" && band.from <= at + 1_000)
    .filter((band) => (band.to ?? at) >= at - ALARM_BEFORE_MS)
    .toSorted((a, b) => b.from - a.from)[0];
}

function alarmSteps(
  alarm: Alarm | undefined,
  band: AlarmBand | undefined,
  values: readonly number[],
  stack: string,
): Step[] {
  if (!band) return [];
  const window = alarm
    ? `${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} datapoints, period ${alarm.periodSeconds} s`
    : "";
  const steps: Step[] = [];
  if (alarm && values.length > 0) {
    steps.push({
      at: band.from - alarm.periodSeconds * 1_000 * alarm.evaluationPeriods,
      words: `${values.length < alarm.evaluationPeriods ? "Newest datapoints" : "Datapoints"} ${values.map((value) => `${one(value)}%`).join(", ")}`,
      detail: `${over(alarm) ? "over" : "under"} the threshold of ${alarm.threshold}%`,
    });
  }
  return [...steps, { at: band.from, words: `Alarm ${withoutStack(band.alarm, stack)} → ALARM`, detail: window }];
}

const over = (alarm: Alarm): boolean => alarm.comparison.startsWith("Greater");

function policyStep(activity: ScalingActivity, { policies, group, stack }: WhyInputs, at: number): Step {
  const { from, to } = activity.change ?? { from: 0, to: 0 };
  const by = to - from;
  const policy = policies.find((each) => each.name === activity.policyName);
  const limits = group ? `, ${by > 0 ? `max ${group.max}` : `min ${group.min}`}` : "";
  return {
    at,
    words: `${activity.policyName ? `Policy ${withoutStack(activity.policyName, stack)}` : "Capacity"} ${by > 0 ? `+${by}` : `−${-by}`} (${from} → ${to}${limits})`,
    detail: policy?.cooldownSeconds
      ? `cooldown ${policy.cooldownSeconds} s before it acts again`
      : shortText(activity.description),
  };
}

function instanceSteps(activity: ScalingActivity, tasks: readonly Task[]): Step[] {
  const { instanceId, zone } = activity;
  if (!instanceId) return [];
  if (activity.description.startsWith("Terminating")) {
    const end = activity.endedAt;
    return end ? [{ at: end, words: `${shortId(instanceId)} terminated`, detail: zone ?? "" }] : [];
  }
  const steps: Step[] = [];
  if (activity.endedAt) {
    const took = durationWords(activity.endedAt - activity.at);
    steps.push({
      at: activity.endedAt,
      words: `${shortId(instanceId)} in service${zone ? `, ${zone}` : ""}`,
      detail: `after ${took}`,
    });
  }
  const task = tasks.find((each) => each.instanceId === instanceId && each.startedAt);
  if (task?.startedAt) {
    steps.push({
      at: task.startedAt,
      words: `Task ${shortId(task.id)} started`,
      detail: task.health === "healthy" ? "takes traffic" : `health: ${task.health}`,
    });
  }
  return steps;
}

function sentence(
  activity: ScalingActivity,
  alarm: Alarm | undefined,
  values: readonly number[],
  steps: readonly Step[],
  start: number,
  stack: string,
): string {
  const { from, to } = activity.change ?? { from: 0, to: 0 };
  const did = to > from ? `added ${count(to - from)}` : `removed ${count(from - to)}`;
  const last = steps.at(-1);
  const took = last && last.at > start ? ` It took ${durationWords(last.at - start)} in all.` : "";
  if (!activity.alarmName) return `It was not an alarm: ${plainCause(activity.cause)}${took}`;
  const newest = alarm && values.length < alarm.evaluationPeriods ? "newest " : "";
  const seen = values.length > 0 ? ` (${newest}${values.map(one).join(", ")})` : "";
  const what = alarm
    ? `CPU was ${over(alarm) ? "above" : "below"} ${alarm.threshold}% for ${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} datapoints${seen}, so the alarm ${withoutStack(alarm.name, stack)} fired`
    : `The alarm ${withoutStack(activity.alarmName, stack)} fired`;
  return `${what} and the policy ${did}.${took}`;
}

const count = (n: number): string => (n === 1 ? "one instance" : `${n} instances`);

/** AWS's own sentence without its leading time: "A user request update of …". */
function plainCause(cause: string): string {
  const text = cause.replace(/^At \S+ /, "").split(/ {2}/)[0] ?? cause;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why it does not scale now, for the times nothing happened; null when nothing holds it back. */
export function whyNot({ alarms, group }: Pick<WhyInputs, "alarms" | "group">): string | null {
  const driving = alarms.filter((alarm) => alarm.drivesScaling);
  const ringing = driving.find((alarm) => alarm.state === "ALARM");
  const off = driving.find((alarm) => !alarm.actionsEnabled);
  if (group?.suspended.includes("AlarmNotification"))
    return "Alarms are suspended on the Auto Scaling group: it does not answer them.";
  if (off) return `The actions of alarm ${off.name} are switched off, so it never scales.`;
  if (!ringing || !group) return null;
  if (ringing.direction === "in" && group.desired <= group.min) {
    return `${ringing.name} is in ALARM, but the group is at its minimum of ${group.min}: low load at the smallest size is normal.`;
  }
  if (ringing.direction === "out" && group.desired >= group.max) {
    return `${ringing.name} is in ALARM, but the group is at its cap of ${group.max}: raise the maximum to let it grow.`;
  }
  return null;
}

/** "Adds an instance when CPUUtilization > 75%, 3 of 3 min": what each alarm waits for, when there is no story yet. */
export function whatWouldScale(alarms: readonly Alarm[]): readonly { alarm: string; words: string }[] {
  return alarms
    .filter((alarm) => alarm.drivesScaling && alarm.actionsEnabled)
    .map((alarm) => ({
      alarm: alarm.name,
      words: `${alarm.direction === "in" ? "Removes" : "Adds"} capacity when ${alarm.metricName === "CPUUtilization" ? "CPU" : alarm.metricName} is ${thresholdWords(alarm)}`,
    }));
}
