import { clockMinute, durationWords, shortId, stopwatch } from "@/components/ui/format";
import { shortText, withoutStack } from "@/components/ui/short-names";
import type {
  Alarm,
  AlarmBand,
  ScalableTarget,
  ScalingActivity,
  ScalingGroup,
  ScalingPolicy,
} from "@/lib/scaling/types";
import type { Task } from "@/lib/services/types";
import { changeKey, isManagedByEcs } from "./activities";
import { datapointsIn, one } from "./alarm-reason";
import { metricWords } from "./policy-words";

export interface WhyInputs {
  /** Newest first. */
  readonly activities: readonly ScalingActivity[];
  readonly alarms: readonly Alarm[];
  readonly bands: readonly AlarmBand[];
  readonly policies: readonly ScalingPolicy[];
  readonly group: ScalingGroup | null;
  /** The limits of the service's number of tasks; null where that is not scaled. */
  readonly taskScaling: ScalableTarget | null;
  readonly tasks: readonly Task[];
  /** Its name need not be repeated in those of its alarms and policies. */
  readonly stack: string;
}

/** Why the number of instances or tasks last changed, told from the datapoints on. */
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
/** How long before the instances followed the change of tasks is looked for. */
const TASKS_BEFORE_MS = 20 * 60_000;
/** How long after the service's number was set its tasks are taken for the answer to it. */
const TASKS_WITHIN_MS = 10 * 60_000;

/** The story of the newest change of capacity, or null when there was none. `zone` is the reader's. */
export function lastScaling(inputs: WhyInputs, zone: string): WhyStory | null {
  // From nothing to its first size is the launch, not scaling.
  const changing = inputs.activities.filter(({ change }) => change && change.from !== change.to && change.from !== 0);
  const newest = changing.toSorted((a, b) => b.at - a.at)[0];
  if (!newest?.change) return null;
  const last = tellChange(newest, changing, inputs);
  const before = wantedBy(newest, last.at, changing);
  const cause = before && tellChange(before, changing, inputs);
  const steps = [...(cause?.steps ?? []), ...last.steps].toSorted((a, b) => a.at - b.at);
  const start = steps[0]?.at ?? last.at;
  const end = steps.at(-1)?.at ?? start;
  const took = end > start ? ` It took ${durationWords(end - start)} in all.` : "";
  return {
    at: last.at,
    title: `Why did it scale ${newest.change.to > newest.change.from ? "out" : "in"} at ${clockMinute(last.at, zone)}?`,
    sentence: `${cause ? `${cause.sentence} Then instances had to follow: ` : ""}${last.sentence}${took}`,
    steps: steps.map((step) => ({ ...step, after: stopwatch(step.at - start) })),
  };
}

/** With a capacity provider, instances follow the tasks: the change of tasks in the same direction before it. */
function wantedBy(
  activity: ScalingActivity,
  at: number,
  changing: readonly ScalingActivity[],
): ScalingActivity | undefined {
  if (!isManagedByEcs(activity.policyName)) return undefined;
  const out = (each: ScalingActivity) => each.change !== undefined && each.change.to > each.change.from;
  return changing
    .filter((each) => each.of === "tasks" && out(each) === out(activity))
    .filter((each) => each.at <= at && each.at > at - TASKS_BEFORE_MS)
    .toSorted((a, b) => b.at - a.at)[0];
}

/** One change of capacity, from its datapoints to what it brought. */
function tellChange(activity: ScalingActivity, changing: readonly ScalingActivity[], inputs: WhyInputs) {
  // One activity an instance, all with the same cause: the first began the change.
  const same = changing.filter((each) => changeKey(each) === changeKey(activity)).toSorted((a, b) => a.at - b.at);
  const at = same[0]?.at ?? activity.at;
  const alarm = inputs.alarms.find((each) => each.name === activity.alarmName);
  const band = activity.alarmName ? alarmBand(inputs.bands, activity.alarmName, at) : undefined;
  const values = band?.reason ? datapointsIn(band.reason) : [];
  const brought = activity.of === "tasks" ? taskSteps(activity, inputs.tasks) : [];
  const steps = [
    ...alarmSteps(alarm, band, values, inputs.stack),
    policyStep(activity, inputs, at),
    ...brought,
    ...same.flatMap((each) => instanceSteps(each, inputs.tasks)),
  ];
  return { at, steps, sentence: sentence(activity, alarm, values, inputs.stack) };
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
      words: `${values.length < alarm.evaluationPeriods ? "Newest datapoints" : "Datapoints"} ${values.map((value) => `${one(value)}${unitOf(alarm)}`).join(", ")}`,
      detail: `${over(alarm) ? "over" : "under"} the threshold of ${alarm.threshold}${unitOf(alarm)}`,
    });
  }
  return [...steps, { at: band.from, words: `Alarm ${withoutStack(band.alarm, stack)} → ALARM`, detail: window }];
}

const unitOf = (alarm: Alarm): string => metricWords(alarm.metricName).unit;
const over = (alarm: Alarm): boolean => alarm.comparison.startsWith("Greater");

function policyStep(activity: ScalingActivity, { policies, group, taskScaling, stack }: WhyInputs, at: number): Step {
  const { from, to } = activity.change ?? { from: 0, to: 0 };
  const by = to - from;
  const policy = policies.find((each) => each.name === activity.policyName);
  const between = activity.of === "tasks" ? taskScaling : group;
  const limits = between ? `, ${by > 0 ? `max ${between.max}` : `min ${between.min}`}` : "";
  const of = activity.of === "tasks" ? ` ${Math.abs(by) === 1 ? "task" : "tasks"}` : "";
  return {
    at,
    words: `${activity.policyName ? `Policy ${withoutStack(activity.policyName, stack)}` : "Capacity"} ${by > 0 ? `+${by}` : `−${-by}`}${of} (${from} → ${to}${limits})`,
    detail: policy?.cooldownSeconds
      ? `cooldown ${policy.cooldownSeconds} s before it acts again`
      : shortText(activity.description),
  };
}

/** The tasks a service started or stopped to come to its new number. */
function taskSteps({ at, change }: ScalingActivity, tasks: readonly Task[]): Step[] {
  if (!change) return [];
  const after = (time: number | undefined): time is number => !!time && time >= at && time - at < TASKS_WITHIN_MS;
  const steps = tasks.flatMap((task): Step[] => {
    const id = shortId(task.id);
    if (change.to < change.from) {
      return after(task.stoppedAt)
        ? [{ at: task.stoppedAt, words: `Task ${id} stopped`, detail: task.zone ?? "" }]
        : [];
    }
    const detail = task.health === "healthy" ? "takes traffic" : `health: ${task.health}`;
    return after(task.startedAt) ? [{ at: task.startedAt, words: `Task ${id} started`, detail }] : [];
  });
  return steps.toSorted((a, b) => a.at - b.at).slice(0, Math.abs(change.to - change.from));
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
  stack: string,
): string {
  const { from, to } = activity.change ?? { from: 0, to: 0 };
  const what = activity.of === "tasks" ? "task" : "instance";
  const did = to > from ? `added ${count(to - from, what)}` : `removed ${count(from - to, what)}`;
  if (!activity.alarmName) return `It was not an alarm: ${plainCause(activity.cause)}`;
  const newest = alarm && values.length < alarm.evaluationPeriods ? "newest " : "";
  const seen = values.length > 0 ? ` (${newest}${values.map(one).join(", ")})` : "";
  const fired = alarm
    ? `${upperFirst(metricWords(alarm.metricName).words)} was ${over(alarm) ? "above" : "below"} ${alarm.threshold}${unitOf(alarm)} for ${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} datapoints${seen}, so the alarm ${withoutStack(alarm.name, stack)} fired`
    : `The alarm ${withoutStack(activity.alarmName, stack)} fired`;
  return `${fired} and the policy ${did}.`;
}

const count = (n: number, what: string): string => (n === 1 ? `one ${what}` : `${n} ${what}s`);
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** AWS's own sentence without its leading time: "A user request update of …". */
function plainCause(cause: string): string {
  const text = cause.replace(/^At \S+ /, "").split(/ {2}/)[0] ?? cause;
  return upperFirst(text);
}
