import { allActivities, changeKey } from "@/components/scaling/activities";
import { shortReason } from "@/components/scaling/alarm-reason";
import { plural, shortId } from "@/components/ui/format";
import { withoutStack } from "@/components/ui/short-names";
import type { ServiceParts } from "@/lib/live/types";
import type { Release } from "@/lib/releases/types";
import type { AlarmBand, ScalingActivity } from "@/lib/scaling/types";
import type { ServiceEvent, Task } from "@/lib/services/types";
import { STACK_STATUS, stackStatus } from "@/lib/stacks/status";
import type { StackEvent, Tone } from "@/lib/stacks/types";
import { serviceEventWords } from "./service-event-words";

export const SOURCES = {
  stack: "Stack",
  resource: "Stack resources",
  service: "Service events",
  scaling: "Scaling",
  alarm: "Alarms",
  task: "Tasks",
  release: "Releases",
} as const;

export type Source = keyof typeof SOURCES;

/** A task that starts this long after its instance was launched was started by something else. */
const CAUSED_WITHIN_MS = 10 * 60_000;

/** One thing that happened, from whichever source. */
export interface Happening {
  readonly id: string;
  /** ms by the account's clock. */
  readonly at: number;
  readonly source: Source;
  readonly tone: Tone;
  readonly words: string;
  readonly detail?: string;
  /** What set it off, e.g. "scale-out 2 → 3". */
  readonly because?: string;
}

export type TimelineParts = Pick<
  ServiceParts,
  "stackEvents" | "serviceEvents" | "activities" | "taskScaling" | "alarmBands" | "tasks" | "releases"
>;

/** All sources of one stack as one story, newest first. */
export function mergeTimeline(parts: TimelineParts, stack: string): readonly Happening[] {
  const activities = allActivities(parts);
  return [
    ...(parts.stackEvents.data ?? []).flatMap(fromStackEvent),
    ...(parts.serviceEvents.data ?? []).map(fromServiceEvent),
    ...fromActivities(activities, stack),
    ...fromBands(parts.alarmBands.data ?? [], stack),
    ...(parts.tasks.data ?? []).flatMap((task) => fromTask(task, activities)),
    ...(parts.releases.data ?? []).map(fromRelease),
  ].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** Every step of every resource, newest first: what a launch or update is doing right now. */
export function resourceSteps(events: readonly StackEvent[]): readonly Happening[] {
  return events
    .filter((event) => event.type !== STACK_TYPE)
    .map((event): Happening => {
      const verb = event.status
        .replace(/_(IN_PROGRESS|COMPLETE|FAILED)$/, "")
        .toLowerCase()
        .replaceAll("_", " ");
      const stage = event.status.endsWith("_COMPLETE") ? "done" : event.status.endsWith("_FAILED") ? "failed" : "begun";
      return {
        id: `resource ${event.id}`,
        at: event.at,
        source: "resource",
        tone: stage === "done" ? "ok" : stage === "failed" ? "bad" : "busy",
        words: `${event.logicalId}: ${verb} ${stage}`,
        detail: [event.type.replace(/^AWS::/, "").replaceAll("::", " "), event.reason].filter(Boolean).join(" · "),
      };
    });
}

const STACK_TYPE = "AWS::CloudFormation::Stack";

/** The stack's own steps, and resources only when they fail. */
function fromStackEvent(event: StackEvent): Happening[] {
  const base = { id: `stack ${event.id}`, at: event.at, source: "stack" as const };
  if (event.type === STACK_TYPE) {
    const { tone, words } = STACK_STATUS[stackStatus(event.status)];
    return [{ ...base, tone, words: `${words}`, detail: event.reason ?? event.status }];
  }
  if (!event.status.endsWith("_FAILED")) return [];
  // "Cancelled" ones are consequences of the first failure, not news.
  if (/^Resource (creation|update) cancelled/i.test(event.reason ?? "")) return [];
  return [{ ...base, tone: "bad", words: `${event.logicalId} failed`, detail: event.reason ?? event.type }];
}

const fromServiceEvent = (event: ServiceEvent): Happening => ({
  id: `service ${event.id}`,
  at: event.at,
  source: "service",
  ...serviceEventWords(event.message),
});

function fromActivities(activities: readonly ScalingActivity[], stack: string): Happening[] {
  const seen = new Set<string>();
  return activities
    .toSorted((a, b) => a.at - b.at)
    .flatMap((activity): Happening[] => {
      const base = { id: `scaling ${activity.id}`, at: activity.at, source: "scaling" as const };
      if (activity.status === "Failed") {
        const detail = activity.statusMessage ?? activity.cause;
        return [{ ...base, tone: "bad", words: upperFirst(activity.description), detail }];
      }
      const { change } = activity;
      if (!change || change.from === change.to) {
        return [{ ...base, tone: "muted", words: activity.description, detail: activity.zone }];
      }
      if (seen.has(changeKey(activity))) return [];
      seen.add(changeKey(activity));
      if (change.from === 0) {
        return [{ ...base, tone: "busy", words: `The group begins with ${plural(change.to, "instance")}` }];
      }
      const detail = activity.alarmName ? `by alarm ${withoutStack(activity.alarmName, stack)}` : "not by an alarm";
      return [
        {
          ...base,
          tone: "busy",
          words: `Scaled ${activity.of === "tasks" ? "tasks " : ""}${changeWords(change)}`,
          detail,
        },
      ];
    });
}

const changeWords = (change: { from: number; to: number }): string =>
  `${change.to > change.from ? "out" : "in"} ${change.from} → ${change.to}`;

/** Changes of state; the first stretch of an alarm only says how the time shown begins. */
function fromBands(bands: readonly AlarmBand[], stack: string): Happening[] {
  const before = new Map<string, AlarmBand["state"]>();
  return bands
    .toSorted((a, b) => a.from - b.from)
    .flatMap((band): Happening[] => {
      const was = before.get(band.alarm);
      before.set(band.alarm, band.state);
      if (!was) return [];
      const name = withoutStack(band.alarm, stack);
      const base = { id: `alarm ${band.alarm} ${band.from}`, at: band.from, source: "alarm" as const };
      if (band.state === "OK") {
        return was === "ALARM"
          ? [{ ...base, tone: "ok", words: `Alarm ${name} back to OK` }]
          : [{ ...base, tone: "muted", words: `Alarm ${name} has data and is OK` }];
      }
      const words = `Alarm ${name} ${band.state === "ALARM" ? "in ALARM" : "has too little data"}`;
      return [
        {
          ...base,
          tone: band.state === "ALARM" ? "warn" : "muted",
          words,
          detail: band.reason && shortReason(band.reason),
        },
      ];
    });
}

function fromTask(task: Task, activities: readonly ScalingActivity[]): Happening[] {
  const id = shortId(task.id);
  const on = task.instanceId ? ` on ${shortId(task.instanceId)}` : "";
  const happened: Happening[] = [];
  if (task.startedAt) {
    const { startedAt } = task;
    const scaling = activities.find(
      (each) =>
        // A service's own activity adds tasks wherever there is room.
        (each.of === "tasks"
          ? each.change && each.change.to > each.change.from
          : each.instanceId === task.instanceId) &&
        each.change &&
        each.change.from > 0 &&
        startedAt > each.at &&
        startedAt - each.at < CAUSED_WITHIN_MS,
    );
    happened.push({
      id: `task ${task.id} started`,
      at: task.startedAt,
      source: "task",
      tone: "muted",
      words: `Task ${id} started${on}`,
      detail: task.version,
      because: scaling?.change && `scaling ${changeWords(scaling.change)}`,
    });
  }
  if (task.stoppedAt) {
    const exit = task.containers.find((container) => (container.exitCode ?? 0) !== 0);
    happened.push({
      id: `task ${task.id} stopped`,
      at: task.stoppedAt,
      source: "task",
      tone: exit || /fail|error/i.test(task.stoppedReason ?? "") ? "bad" : "muted",
      words: `Task ${id} stopped${exit ? `, ${exit.name} exited with ${exit.exitCode}` : ""}`,
      detail: exit?.reason ?? task.stoppedReason,
    });
  }
  return happened;
}

const OUTCOME: Record<Release["outcome"], { tone: Tone; words: string }> = {
  running: { tone: "busy", words: "being deployed" },
  succeeded: { tone: "ok", words: "deployed" },
  failed: { tone: "bad", words: "failed" },
  rolled_back: { tone: "bad", words: "failed, rolled back" },
  unknown: { tone: "warn", words: "deployed, outcome not seen" },
};

function fromRelease(release: Release): Happening {
  const { tone, words } = OUTCOME[release.outcome];
  return {
    id: `release ${release.id}`,
    at: release.at,
    source: "release",
    tone,
    words: `Release ${release.version} ${words}`,
    detail: [release.by, release.reason && `“${release.reason}”`].filter(Boolean).join(": "),
  };
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
