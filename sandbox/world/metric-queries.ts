import { AwsError } from "../wire/handler";
import { type MetricRef, MINUTE, statistic } from "./metric-series";
import type { Metrics } from "./metrics";
import type { Place } from "./seams";

export interface MetricStat extends MetricRef {
  readonly id: string;
  readonly label?: string | undefined;
  readonly periodSeconds: number;
  readonly stat: string;
  readonly unit?: string | undefined;
  readonly returnData: boolean;
}

export interface DataRequest {
  readonly queries: readonly MetricStat[];
  readonly from: number;
  readonly to: number;
  readonly newestFirst: boolean;
  /** Most points in one answer. */
  readonly maxPoints: number;
  /** How many points earlier pages have given. */
  readonly offset: number;
}

export interface DataResult {
  readonly id: string;
  readonly label: string;
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly complete: boolean;
}

/**
 * Many metrics' points at once. A metric nobody recorded has no points and is complete. `next` is the offset of the
 * following page, absent on the last.
 */
export function metricData(
  metrics: Metrics,
  place: Place,
  request: DataRequest,
): { results: DataResult[]; next?: number } {
  const end = request.offset + request.maxPoints;
  const results: DataResult[] = [];
  let passed = 0;
  for (const query of request.queries) {
    if (!query.returnData) continue;
    const points = pointsOf(metrics, place, query, request);
    if (request.newestFirst) points.reverse();
    const page = points.slice(Math.max(0, request.offset - passed), Math.max(0, end - passed));
    const complete = passed + points.length <= end;
    passed += points.length;
    if (page.length === 0 && !(points.length === 0 && request.offset === 0)) continue;
    results.push({
      id: query.id,
      label: query.label ?? defaultLabel(query, request.queries),
      at: page.map((point) => point.at),
      values: page.map((point) => point.value),
      complete,
    });
  }
  return passed > end ? { results, next: end } : { results };
}

/** Points of one metric, oldest first. The start is rounded down to the minute, the end is exclusive. */
export function pointsOf(
  metrics: Metrics,
  place: Place,
  query: Omit<MetricStat, "id" | "returnData">,
  { from, to }: { from: number; to: number },
): { at: number; value: number }[] {
  const read = statistic(query.stat);
  if (!read) throw new AwsError("ValidationError", `The value ${query.stat} for parameter Stat is not supported.`);
  const periodMs = Math.max(query.periodSeconds * 1000, MINUTE);
  const window = { from: Math.floor(from / MINUTE) * MINUTE, to, periodMs, unit: query.unit };
  return metrics.windows(place, query, window).map((bucket) => ({ at: bucket.at, value: read(bucket) }));
}

/** CloudWatch's own label: the metric's name, and of dimensions, statistic and period only what tells the queries apart. */
function defaultLabel(query: MetricStat, all: readonly MetricStat[]): string {
  const differs = (read: (one: MetricStat) => unknown) => all.some((other) => read(other) !== read(query));
  const alike = all.filter((other) => other.name === query.name);
  const told = Object.keys(query.dimensions).filter((key) =>
    alike.some((other) => other.dimensions[key] !== query.dimensions[key]),
  );
  return [
    ...told.map((key) => query.dimensions[key]),
    query.name,
    ...(differs((one) => one.stat) ? [query.stat] : []),
    ...(differs((one) => one.periodSeconds) ? [query.periodSeconds] : []),
  ].join(" ");
}
