import { changeKey } from "@/components/scaling/activities";
import { withoutStack } from "@/components/ui/short-names";
import type { Alarm, AlarmBand, AlarmState, ScalingActivity, Series } from "@/lib/scaling/types";

/** All that the CPU chart draws, worked out from what AWS said; no pixels yet. Times are ms, CPU in percent. */
export interface CpuChartModel {
  readonly from: number;
  readonly to: number;
  /** Top of the scale: 100, or more when CPU passed it. */
  readonly top: number;
  readonly cpu: readonly { at: number; cpu: number | null; count: number | null }[];
  readonly thresholds: readonly Threshold[];
  /** Stretches in which a scaling alarm was in ALARM. */
  readonly shades: readonly { from: number; to: number; alarm: string; direction: "out" | "in" | undefined }[];
  readonly strips: readonly { alarm: string; bands: readonly { from: number; to: number; state: AlarmState }[] }[];
  /** What `steps` counts: the tasks where those are scaled, else the instances in service. */
  readonly counted: "instances" | "tasks";
  /** The value holds until the next step. */
  readonly steps: readonly { from: number; to: number; value: number }[];
  readonly marks: readonly Mark[];
}

export interface Threshold {
  readonly alarm: string;
  readonly value: number;
  /** "cpu-high > 75%, 2 of 2 min" */
  readonly words: string;
  readonly direction: "out" | "in" | undefined;
}

export interface Mark {
  readonly id: string;
  readonly at: number;
  readonly kind: "out" | "in" | "deploy";
  /** "+1", "−2", "1.5.0 deployed", "1.6.0 failed" */
  readonly words: string;
}

export interface DeploymentMark {
  readonly id: string;
  readonly createdAt: number;
  readonly version?: string;
  readonly failed: boolean;
}

export interface CpuChartInputs {
  readonly series: readonly Series[];
  readonly alarms: readonly Alarm[];
  readonly bands: readonly AlarmBand[];
  readonly activities: readonly ScalingActivity[];
  readonly deployments: readonly DeploymentMark[];
  readonly from: number;
  readonly to: number;
  /** The stack's name, which its alarms' names need not repeat. */
  readonly stack: string;
}

export function cpuChartModel(inputs: CpuChartInputs): CpuChartModel {
  const { from, to } = inputs;
  const tasks = inputs.series.find((series) => series.id === "tasks");
  const counted = tasks ?? inputs.series.find((series) => series.id === "instances");
  const counts = new Map(counted?.points ?? []);
  const cpu = (cpuSeries(inputs.series)?.points ?? [])
    .filter(([at]) => at >= from && at <= to)
    .map(([at, value]) => ({ at, cpu: value, count: counts.get(at) ?? null }));
  const highest = Math.max(0, ...cpu.map((point) => point.cpu ?? 0));
  const driving = inputs.alarms.filter((alarm) => alarm.drivesScaling && alarm.metricName === "CPUUtilization");
  const strips = driving.map((alarm) => ({
    alarm: alarm.name,
    bands: inputs.bands
      .filter((band) => band.alarm === alarm.name)
      .map((band) => ({ from: Math.max(from, band.from), to: Math.min(to, band.to ?? to), state: band.state }))
      .filter((band) => band.to > band.from),
  }));
  return {
    from,
    to,
    top: highest > 100 ? Math.ceil(highest / 25) * 25 : 100,
    cpu,
    thresholds: driving.map((alarm) => ({
      alarm: alarm.name,
      value: alarm.threshold,
      words: `${withoutStack(alarm.name, inputs.stack)} ${thresholdWords(alarm)}`,
      direction: alarm.direction,
    })),
    shades: strips.flatMap(({ alarm, bands }) =>
      bands
        .filter((band) => band.state === "ALARM")
        .map((band) => ({
          from: band.from,
          to: band.to,
          alarm,
          direction: driving.find((each) => each.name === alarm)?.direction,
        })),
    ),
    strips,
    counted: tasks ? "tasks" : "instances",
    steps: stepsOf(counted?.points ?? [], from, to),
    marks: marksOf(inputs),
  };
}

/** The service's CPU; the cluster's where the service has none yet. */
const cpuSeries = (series: readonly Series[]): Series | undefined =>
  series.find((each) => each.id === "cpu" && each.points.length > 0) ??
  series.find((each) => each.id === "cpu-cluster");

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: "≥",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "≤",
};

/** "> 75%, 2 of 2 min": what has to be true, for how many datapoints of how many. */
export function thresholdWords(alarm: Alarm): string {
  const sign = SIGNS[alarm.comparison] ?? alarm.comparison;
  const unit =
    alarm.metricName === "CPUUtilization" ||
    alarm.metricName === "MemoryUtilization" ||
    alarm.metricName === "CapacityProviderReservation"
      ? "%"
      : "";
  const period = alarm.periodSeconds === 60 ? "min" : `× ${alarm.periodSeconds} s`;
  return `${sign} ${alarm.threshold}${unit}, ${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} ${period}`;
}

/** Runs of the same value, clipped to the range. */
function stepsOf(points: Series["points"], from: number, to: number): { from: number; to: number; value: number }[] {
  const steps: { from: number; to: number; value: number }[] = [];
  for (const [at, value] of points) {
    if (value === null || at > to) continue;
    const last = steps.at(-1);
    if (last) last.to = Math.max(from, at);
    if (last?.value !== value) steps.push({ from: Math.max(from, at), to, value });
    else last.to = to;
  }
  return steps.filter((step) => step.to > from && step.to > step.from);
}

/** Scaling that changed the capacity (one mark for all activities of one change) and deployments. */
function marksOf({ activities, deployments, from, to }: CpuChartInputs): Mark[] {
  const scaling = new Map<string, Mark>();
  for (const activity of activities) {
    const { change, at } = activity;
    if (!change || change.from === change.to || at < from || at > to) continue;
    const by = change.to - change.from;
    const key = changeKey(activity);
    const known = scaling.get(key);
    if (known && known.at <= at) continue;
    scaling.set(key, {
      id: activity.id,
      at,
      kind: by > 0 ? "out" : "in",
      words: `${by > 0 ? `+${by}` : `−${-by}`}${activity.of === "tasks" ? ` ${Math.abs(by) === 1 ? "task" : "tasks"}` : ""}`,
    });
  }
  const deploys = deployments
    .filter((deployment) => deployment.createdAt >= from && deployment.createdAt <= to)
    .map((deployment): Mark => {
      const words = `${deployment.version ?? "version"} ${deployment.failed ? "failed" : "deployed"}`;
      return { id: deployment.id, at: deployment.createdAt, kind: "deploy", words };
    });
  return [...scaling.values(), ...deploys].sort((a, b) => a.at - b.at);
}
