import { AwsError } from "../wire/handler";
import { evaluateMath, type MathScope, resultOf } from "./math-evaluation";
import type { MathValue, TimeSeries } from "./math-functions";
import { MathError } from "./math-parser";
import { type LabelOptions, labelled } from "./metric-labels";
import type { MetricExpression, MetricQuery, MetricStat } from "./metric-query";
import { MINUTE, statistic } from "./metric-series";
import type { Metrics } from "./metrics";
import type { Place } from "./seams";

export interface DataRequest {
  readonly queries: readonly MetricQuery[];
  readonly from: number;
  readonly to: number;
  readonly newestFirst: boolean;
  /** Most points in one answer. */
  readonly maxPoints: number;
  /** How many points earlier pages have given. */
  readonly offset: number;
  readonly labels?: LabelOptions | undefined;
}

export interface DataResult {
  readonly id: string;
  readonly label: string;
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly complete: boolean;
}

/**
 * Many metrics' points at once, and what is calculated of them. A metric nobody recorded has no points and is complete.
 * `next` is the offset of the following page, absent on the last. Throws ValidationError for an expression that cannot
 * be calculated.
 */
export function metricData(
  metrics: Metrics,
  place: Place,
  request: DataRequest,
): { results: DataResult[]; next?: number } {
  const end = request.offset + request.maxPoints;
  const results: DataResult[] = [];
  const read = evaluation(metrics, place, request);
  let passed = 0;
  for (const query of request.queries) {
    if (!query.returnData) continue;
    for (const series of read(query)) {
      const points = [...series.points];
      const label = labelled(query, request.queries, points, series.label, request.labels);
      if (request.newestFirst) points.reverse();
      const page = points.slice(Math.max(0, request.offset - passed), Math.max(0, end - passed));
      const complete = passed + points.length <= end;
      passed += points.length;
      if (page.length === 0 && !(points.length === 0 && request.offset === 0)) continue;
      results.push({
        id: query.id,
        label,
        at: page.map(([at]) => at),
        values: page.map(([, value]) => value),
        complete,
      });
    }
  }
  return passed > end ? { results, next: end } : { results };
}

/** Reads each query once, and expressions by what they refer to. */
function evaluation(
  metrics: Metrics,
  place: Place,
  request: DataRequest,
): (query: MetricQuery) => readonly TimeSeries[] {
  const known = new Map<string, MathValue>();
  const open = new Set<string>();
  const byId = new Map(request.queries.map((query) => [query.id, query]));
  const scopeOf = (query: MetricExpression): MathScope => ({
    times: (periodMs) => timesOf(request, Math.max(periodMs, query.periodSeconds * 1000)),
    metrics: () =>
      request.queries.flatMap((one) => {
        const value = one.kind === "metric" ? valueOfQuery(one) : undefined;
        return value === undefined ? [] : resultOf(value).map((series) => [one.id, series] as const);
      }),
    read(id) {
      const other = byId.get(id);
      if (!other) throw new MathError(`'${id}' is no query of this request`);
      return valueOfQuery(other);
    },
  });
  const valueOfQuery = (query: MetricQuery): MathValue => {
    const found = known.get(query.id);
    if (found !== undefined) return found;
    if (open.has(query.id)) throw new MathError(`'${query.id}' refers to itself`);
    open.add(query.id);
    const value =
      query.kind === "metric"
        ? {
            label: query.label ?? query.name,
            periodMs: query.periodSeconds * 1000,
            points: new Map(pointsOf(metrics, place, query, request).map(({ at, value }) => [at, value])),
          }
        : evaluateMath(query.expression, scopeOf(query));
    known.set(query.id, value);
    return value;
  };
  return (query) => {
    try {
      return resultOf(valueOfQuery(query));
    } catch (error) {
      if (!(error instanceof MathError)) throw error;
      throw new AwsError("ValidationError", `Error in expression '${query.id}': ${error.message}`);
    }
  };
}

function timesOf({ from, to }: { readonly from: number; readonly to: number }, periodMs: number): number[] {
  const start = Math.floor(from / MINUTE) * MINUTE;
  return Array.from(
    { length: Math.max(0, Math.ceil((to - start) / periodMs)) },
    (_, index) => start + index * periodMs,
  );
}

/** Points of one metric, oldest first; the end is exclusive. */
function pointsOf(
  metrics: Metrics,
  place: Place,
  query: MetricStat,
  { from, to }: { from: number; to: number },
): { at: number; value: number }[] {
  const read = statistic(query.stat);
  if (!read) throw new AwsError("ValidationError", `The value ${query.stat} for parameter Stat is not supported.`);
  const periodMs = Math.max(query.periodSeconds * 1000, MINUTE);
  const window = { from, to, periodMs, unit: query.unit };
  return metrics.windows(place, query, window).map((bucket) => ({ at: bucket.at, value: read(bucket) }));
}
