import {
  addAggregate,
  aggregateAt,
  type Columns,
  emptyColumns,
  firstMinuteFrom,
  moveBefore,
  round,
} from "./metric-columns";
import { joinValues, percentileOf, type Values, valuesOf } from "./metric-values";
import type { Datum } from "./seams";

export const MINUTE = 60_000;
/** Minutes of data a series keeps: 15 days, as CloudWatch keeps one-minute points. */
export const KEPT_MINUTES = 15 * 24 * 60;

/** Five-minute points are kept 63 days, hours 455: what is older than the finer ones is summed up. */
const KEPT_FIVES = 63 * 24 * 60;
const KEPT_HOURS = 455 * 24 * 60;
const A_DAY = 24 * 60;

/** One metric's minutes, and what is left of older ones. */
export interface Series extends Columns {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** By minute: the single values of those that have several and tell them. */
  values?: Record<string, Values>;
  five?: Columns;
  hour?: Columns;
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

export function emptySeries({ namespace, name, dimensions }: MetricRef, unit: string): Series {
  return { namespace, name, dimensions: { ...dimensions }, unit, ...emptyColumns() };
}

/** Adds a minute's aggregate; one that is there already is joined with it. */
export function addDatum(series: Series, datum: Datum): void {
  const minute = Math.floor(datum.at / MINUTE);
  const index = firstMinuteFrom(series, minute);
  const told = valuesOf(datum, datum.values);
  const known = series.minute[index] === minute ? aggregateAt(series, index) : undefined;
  const values = known ? joinValues(valuesOf(known, series.values?.[minute]), told) : told;
  addAggregate(series, minute, datum);
  keepValues(series, minute, values);
  if (series.minute.length > KEPT_MINUTES + A_DAY) rollUp(series, minute);
}

function keepValues(series: Series, minute: number, values: Values | undefined): void {
  if (values && values.length > 2) {
    series.values ??= {};
    series.values[minute] = values;
  } else if (series.values) delete series.values[minute];
}

/** Sums up what is too old to be kept as it is, `now` in minutes since the epoch; answers whether anything is left. */
export function rollUp(series: Series, now: number): boolean {
  const [fives, hours] = [now - KEPT_MINUTES, now - KEPT_FIVES];
  const oldest = series.minute[0];
  if (oldest !== undefined && oldest < fives) {
    series.five ??= emptyColumns();
    moveBefore(series, fives, series.five, 5);
    for (const minute of Object.keys(series.values ?? {})) if (Number(minute) < fives) delete series.values?.[minute];
  }
  if (series.five?.minute.length && (series.five.minute[0] ?? 0) < hours) {
    series.hour ??= emptyColumns();
    moveBefore(series.five, hours, series.hour, 60);
  }
  if (series.hour) moveBefore(series.hour, now - KEPT_HOURS, undefined, 60);
  return [series, series.five, series.hour].some((columns) => (columns?.minute.length ?? 0) > 0);
}

const FIVE = 5 * MINUTE;
const HOUR = 60 * MINUTE;

/** Aggregates of equal windows, as CloudWatch makes longer periods of its minutes. */
export interface Bucket {
  /** Start of the window, ms. */
  readonly at: number;
  sum: number;
  count: number;
  min: number;
  max: number;
  /** Its single values, if they are known. */
  values: Values | undefined;
}

/**
 * The windows of `periodMs` from `from` (inclusive) to `to` (exclusive) that have data, oldest first. Several series are
 * one metric recorded under several units.
 */
export function buckets(all: readonly Series[], from: number, to: number, periodMs: number): Bucket[] {
  const found = new Map<number, Bucket>();
  for (const series of all) {
    const tiers = [series, ...(periodMs >= FIVE ? [series.five] : []), ...(periodMs >= HOUR ? [series.hour] : [])];
    for (const columns of tiers) {
      if (!columns) continue;
      const end = firstMinuteFrom(columns, Math.ceil(to / MINUTE));
      for (let index = firstMinuteFrom(columns, Math.ceil(from / MINUTE)); index < end; index++) {
        const minute = columns.minute[index] ?? 0;
        const at = from + Math.floor((minute * MINUTE - from) / periodMs) * periodMs;
        const added = aggregateAt(columns, index);
        const values = valuesOf(added, columns === series ? series.values?.[minute] : undefined);
        const bucket = found.get(at);
        if (!bucket) {
          found.set(at, { at, ...added, values });
          continue;
        }
        bucket.sum += added.sum;
        bucket.count += added.count;
        bucket.min = Math.min(bucket.min, added.min);
        bucket.max = Math.max(bucket.max, added.max);
        bucket.values = bucket.values && values && [...bucket.values, ...values];
      }
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
 * How a statistic is read off a window; undefined for one there is not. Percentiles of values that were told one by one
 * are exact; of others only minimum, average and maximum are known, and they are estimated between these.
 */
export function statistic(name: string): ((bucket: Bucket) => number) | undefined {
  const plain = Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : undefined;
  if (plain) return (bucket) => round(plain(bucket));
  const percent = Number(/^p(\d{1,2}(?:\.\d+)?|100)$/i.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) return undefined;
  return (bucket) => {
    if (bucket.values) return round(percentileOf(bucket.values, percent));
    const average = bucket.sum / bucket.count;
    if (percent <= 50) return round(bucket.min + (average - bucket.min) * (percent / 50));
    return round(average + (bucket.max - average) * ((percent - 50) / 50) ** 2);
  };
}
