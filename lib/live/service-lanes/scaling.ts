import "server-only";
import { scalingActivities, scalingGroup, scalingPolicies } from "@/lib/aws/auto-scaling";
import { type AlarmChange, alarmChanges, describeAlarms, metricData } from "@/lib/aws/cloudwatch";
import { alarmBands } from "@/lib/scaling/bands";
import { instancesFromActivities, planSeries, queriesOf, toSeries } from "@/lib/scaling/series";
import type { ScalingGroup, ScalingPolicy, Series } from "@/lib/scaling/types";
import type { Lane } from "../lane";
import { type LaneContext, pace } from "./values";

/** What the charts show at first sight. */
export const SERIES_RANGE_MS = 3 * 60 * 60_000;
const MINUTE_MS = 60_000;
const ACTIVITIES_KEPT = 50;
const GROUP_IDLE_MS = 5_000;
const ACTIVITIES_IDLE_MS = 10_000;
const ALARMS_IDLE_MS = 10_000;
const POLICIES_MS = 60_000;
const SERIES_IDLE_MS = 30_000;
const SERIES_MOVING_MS = 15_000;
const BANDS_MS = 60_000;

/** The group and its policies, the activities, the alarms with their past, and the metrics. */
export function scalingLanes({ context, values }: LaneContext): Lane[] {
  /** Changes of alarms by name, and up to when (AWS's time) they are known. */
  const changes = new Map<string, { known: AlarmChange[]; until: number }>();

  /** Runs only once it is known whether there is a service; without one the parts are empty. */
  function lane(
    name: string,
    parts: readonly string[],
    every: () => number,
    empty: Readonly<Record<string, unknown>>,
    run: (where: NonNullable<ReturnType<typeof values.located>>) => Promise<Readonly<Record<string, unknown>> | null>,
  ): Lane {
    return {
      name,
      parts,
      every,
      async run() {
        const where = values.located();
        return where === undefined ? null : where ? run(where) : empty;
      },
    };
  }

  return [
    lane(
      "group",
      ["group"],
      () => pace(values, GROUP_IDLE_MS),
      { group: null },
      async ({ groups: [name] }) => {
        const group: ScalingGroup | null = name ? await scalingGroup(context, name) : null;
        return { group };
      },
    ),
    lane(
      "policies",
      ["policies"],
      () => POLICIES_MS,
      { policies: [] },
      async ({ groups: [name] }) => {
        const policies: ScalingPolicy[] = name ? await scalingPolicies(context, name) : [];
        return { policies };
      },
    ),
    lane(
      "activities",
      ["activities"],
      () => (values.moving() ? 5_000 : ACTIVITIES_IDLE_MS),
      { activities: [] },
      async ({ groups: [name] }) => ({
        activities: name ? await scalingActivities(context, name, ACTIVITIES_KEPT) : [],
      }),
    ),
    lane(
      "alarms",
      ["alarms"],
      () => ALARMS_IDLE_MS,
      { alarms: [] },
      async ({ alarms }) => {
        // Target tracking makes its alarms itself: they are in the policies, not in the stack.
        const policies = [...(values.get("policies") ?? []), ...(values.get("taskScaling")?.policies ?? [])];
        const tracked = policies.flatMap((policy) => policy.alarms);
        const names = [...new Set([...alarms, ...tracked])];
        const found = names.length > 0 ? await describeAlarms(context, names) : [];
        return { alarms: found.sort((a, b) => a.name.localeCompare(b.name)) };
      },
    ),
    lane(
      "alarmBands",
      ["alarmBands"],
      () => BANDS_MS,
      { alarmBands: [] },
      async () => {
        const alarms = values.get("alarms");
        if (!alarms) {
          return values.error("alarms") ? { alarmBands: [] } : null;
        }
        const from = floorMinute(context.now() - SERIES_RANGE_MS);
        const bands = [];
        for (const alarm of alarms) {
          const seen = changes.get(alarm.name);
          const fresh = await alarmChanges(context, alarm.name, seen ? seen.until : from);
          const known = merge(seen?.known ?? [], fresh).filter((change) => change.at >= from);
          changes.set(alarm.name, { known, until: known.at(-1)?.at ?? from });
          bands.push(...alarmBands(alarm, known, from));
        }
        return { alarmBands: bands };
      },
    ),
    lane(
      "series",
      ["series"],
      () => (values.moving() ? SERIES_MOVING_MS : SERIES_IDLE_MS),
      { series: [] },
      async (where) => {
        const to = floorMinute(context.now()) + MINUTE_MS;
        const from = to - SERIES_RANGE_MS;
        const plans = planSeries(where);
        const series = toSeries(plans, await metricData(context, queriesOf(plans), from, to), from, to);
        return { series: withInstances(series, from, to) };
      },
    ),
  ];

  /** Group metrics are off unless switched on; the activities tell the same. */
  function withInstances(series: Series[], from: number, to: number): Series[] {
    const group = values.get("group");
    const measured = series.find(({ id }) => id === "instances");
    if (!group || !measured || measured.points.length > 0) return series;
    const worked = instancesFromActivities(values.get("activities") ?? [], group.inService, from, to);
    return series.map((each) => (each.id === "instances" ? worked : each));
  }
}

const floorMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

function merge(known: readonly AlarmChange[], fresh: readonly AlarmChange[]): AlarmChange[] {
  const key = (change: AlarmChange) => `${change.at}/${change.to}`;
  const seen = new Set(known.map(key));
  return [...known, ...fresh.filter((change) => !seen.has(key(change)))].sort((a, b) => a.at - b.at);
}
