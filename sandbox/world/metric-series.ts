import type { Datum } from "./seams";

export const MINUTE = 60_000;
/** Minutes of data a series keeps: 15 days, as CloudWatch keeps one-minute points. */
export const KEPT_MINUTES = 15 * 24 * 60;

/** One metric's minutes in parallel columns, sorted by time: compact in memory and as JSON. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Minutes since the epoch. */
  readonly minute: number[];
  readonly sum: number[];
  readonly count: number[];
  readonly min: number[];
  readonly max: number[];
}

export interface MetricRef {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Names a metric: namespace, name and every dimension, in any order. */
export function metricKey({ namespace, name, dimensions }: MetricRef): string {
  const pairs = Object.keys(dimensions).sort();
  return [namespace, name, ...pairs.map((key) => `${key}=${dimensions[key]}`)].join("\u0001");
}

export function emptySeries(ref: MetricRef, unit: string): Series {
  const { namespace, name, dimensions } = ref;
  return { namespace, name, dimensions: { ...dimensions }, unit, minute: [], sum: [], count: [], min: [], max: [] };
}

const round = (value: number): number => (Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6);

/** Adds a minute's aggregate; one that is there already is joined with it. */
export function addDatum(series: Series, datum: Datum): void {
  const minute = Math.floor(datum.at / MINUTE);
  const { length } = series.minute;
  const last = series.minute[length - 1];
  const index = last === undefined || last < minute ? length : firstMinuteFrom(series, minute);
  if (series.minute[index] === minute) {
    series.sum[index] = round((series.sum[index] ?? 0) + datum.sum);
    series.count[index] = (series.count[index] ?? 0) + datum.count;
    series.min[index] = Math.min(series.min[index] ?? datum.min, datum.min);
    series.max[index] = Math.max(series.max[index] ?? datum.max, datum.max);
    return;
  }
  series.minute.splice(index, 0, minute);
  series.sum.splice(index, 0, round(datum.sum));
  series.count.splice(index, 0, datum.count);
  series.min.splice(index, 0, round(datum.min));
  series.max.splice(index, 0, round(datum.max));
  if (series.minute.length > KEPT_MINUTES + 1440) {
    for (const column of [series.minute, series.sum, series.count, series.min, series.max]) column.splice(0, 1440);
  }
}

/** The index of the first minute at or after `minute`. */
export function firstMinuteFrom(series: Series, minute: number): number {
  let low = 0;
  let high = series.minute.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((series.minute[mid] ?? 0) < minute) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Aggregates of equal windows, as CloudWatch makes longer periods of its minutes. */
export interface Bucket {
  /** Start of the window, ms. */
  readonly at: number;
  sum: number;
  count: number;
  min: number;
  max: number;
}

/**
 * The windows of `periodMs` from `from` (inclusive) to `to` (exclusive) that have data, oldest first. Several series are
 * one metric recorded under several units.
 */
export function buckets(all: readonly Series[], from: number, to: number, periodMs: number): Bucket[] {
  const found = new Map<number, Bucket>();
  for (const series of all) {
    const end = firstMinuteFrom(series, Math.ceil(to / MINUTE));
    for (let index = firstMinuteFrom(series, Math.ceil(from / MINUTE)); index < end; index++) {
      const at = from + Math.floor(((series.minute[index] ?? 0) * MINUTE - from) / periodMs) * periodMs;
      const sum = series.sum[index] ?? 0;
      const count = series.count[index] ?? 0;
      const min = series.min[index] ?? 0;
      const max = series.max[index] ?? 0;
      const bucket = found.get(at);
      if (!bucket) {
        found.set(at, { at, sum, count, min, max });
        continue;
      }
      bucket.sum += sum;
      bucket.count += count;
      bucket.min = Math.min(bucket.min, min);
      bucket.max = Math.max(bucket.max, max);
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

const STATISTICS: Readonly<Record<string, (bucket: Bucket) => number>> = {
  Average: (bucket) => bucket.sum / bucket.count,
  Sum: (bucket) => bucket.sum,
  Minimum: (bucket) => bucket.min,
  Maximum: (bucket) => bucket.max,
  SampleCount: (bucket) => bucket.count,
};

/**
 * How a statistic is read off a window; undefined for one there is not. Percentiles are estimated between minimum,
 * average and maximum, because only these are stored.
 */
export function statistic(name: string): ((bucket: Bucket) => number) | undefined {
  const plain = Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : undefined;
  if (plain) return (bucket) => round(plain(bucket));
  const percent = Number(/^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) return undefined;
  return (bucket) => {
    const average = bucket.sum / bucket.count;
    if (percent <= 50) return round(bucket.min + (average - bucket.min) * (percent / 50));
    return round(average + (bucket.max - average) * ((percent - 50) / 50) ** 2);
  };
}
