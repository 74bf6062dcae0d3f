import type { Kernel } from "./kernel";
import {
  addDatum,
  type Bucket,
  buckets,
  emptySeries,
  KEPT_MINUTES,
  type MetricRef,
  MINUTE,
  metricKey,
  rollUp,
  type Series,
} from "./metric-series";
import { type Datum, type MetricSink, type Place, placeKey } from "./seams";

export interface MetricWindow {
  /** ms; the first window starts here, rounded down as CloudWatch does. */
  readonly from: number;
  /** ms, exclusive. */
  readonly to: number;
  readonly periodMs: number;
  /** Only data recorded with this unit. */
  readonly unit?: string | undefined;
}

export interface Metrics extends MetricSink {
  windows(place: Place, ref: MetricRef, window: MetricWindow): Bucket[];
  /** Every metric of the place that has had data within two weeks, or since `since` (ms). */
  list(place: Place, since?: number): MetricRef[];
  /** The unit a metric is recorded in; "None" without one. */
  unitOf(place: Place, ref: MetricRef): string;
  /** Sums up what is older than a minute's point is kept, and forgets what is past keeping at all. */
  prune(): void;
  /** The end of the newest minute whose AWS datapoints are out, ms: they take `latency()` to appear. */
  publishedUntil(): number;
  /** How long after a minute's end its AWS metrics can be read. Points people put themselves are there at once. */
  latency(): number;
  setLatency(ms: number): void;
}

/** AWS's own points follow the minute's end; alarms move 60–150 s after a point's start (aws-facts 2.5), so do ours. */
const LATENCY = 25_000;

const DAY = 86_400_000;

type Home = Record<string, Record<string, Series[]>>;

/** CloudWatch's storage: minutes per metric, bounded, in the world's bulk. */
export function createMetrics(kernel: Kernel): Metrics {
  const home = kernel.slice<Home>("metrics", () => ({}), { bulk: true });
  const at = (place: Place): Record<string, Series[]> => {
    const key = placeKey(place);
    home[key] ??= {};
    return home[key];
  };
  const settings = kernel.slice("metrics.settings", () => ({ latencyMs: LATENCY }));
  const publishedUntil = () => Math.floor((kernel.now() - settings.latencyMs) / MINUTE) * MINUTE;

  const metrics: Metrics = {
    latency: () => settings.latencyMs,
    setLatency(ms) {
      settings.latencyMs = ms;
    },
    publishedUntil,

    record(place, data) {
      const all = at(place);
      for (const datum of data) addDatum(seriesFor(all, datum), datum);
    },

    windows(place, ref, { from, to, periodMs, unit }) {
      const all = at(place);
      const key = metricKey(ref);
      const series = Object.hasOwn(all, key) ? (all[key] ?? []) : [];
      const until = isAws(ref.namespace) ? Math.min(to, publishedUntil()) : to;
      const wanted = unit === undefined ? series : series.filter((one) => one.unit === unit);
      return buckets(wanted, roundedStart(from, kernel.now()), until, periodMs);
    },

    list(place, since = kernel.now() - KEPT_MINUTES * MINUTE) {
      return Object.values(at(place)).flatMap(([first]) =>
        first && (first.minute.at(-1) ?? 0) >= since / MINUTE ? [first] : [],
      );
    },

    unitOf(place, ref) {
      const all = at(place);
      const key = metricKey(ref);
      return (Object.hasOwn(all, key) ? all[key]?.[0]?.unit : undefined) ?? "None";
    },

    prune() {
      const now = Math.floor(kernel.now() / MINUTE);
      for (const all of Object.values(home)) {
        for (const [key, series] of Object.entries(all)) {
          if (!series.map((one) => rollUp(one, now)).includes(true)) delete all[key];
        }
      }
    },
  };
  return metrics;
}

/**
 * CloudWatch rounds the start down: to the minute, further back than 15 days to five minutes, than 63 days to the hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
function roundedStart(from: number, now: number): number {
  const days = (now - from) / DAY;
  const step = days > 63 ? 60 * MINUTE : days > 15 ? 5 * MINUTE : MINUTE;
  return Math.floor(from / step) * step;
}

const isAws = (namespace: string): boolean => namespace.startsWith("AWS/") || namespace.startsWith("ECS/");

function seriesFor(all: Record<string, Series[]>, datum: Datum): Series {
  const key = metricKey(datum);
  const unit = datum.unit ?? "None";
  all[key] ??= [];
  const known = all[key].find((series) => series.unit === unit);
  if (known) return known;
  const made = emptySeries(datum, unit);
  all[key].push(made);
  return made;
}
