import type { MetricDatum, StandardUnit } from "@aws-sdk/client-cloudwatch";
import { AwsError, type Handlers } from "../wire/handler";
import type { Kernel } from "../world/kernel";
import { metricData } from "../world/metric-queries";
import { type Bucket, MINUTE, statistic } from "../world/metric-series";
import type { Metrics } from "../world/metrics";
import type { Datum } from "../world/seams";
import { checkPeriod, invalid, readDimensions, readMetricQuery } from "./cloudwatch-queries";
import { page } from "./paging";

const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;
const MOST_STATISTICS = 1440;
const PLAIN = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"] as const;

/** CloudWatch's metrics: put, list, read. */
export function createCloudWatchMetricHandlers({ metrics, kernel }: { metrics: Metrics; kernel: Kernel }) {
  return {
    PutMetricData: ({ Namespace = "", MetricData = [] }, ctx) => {
      if (Namespace.startsWith("AWS/")) {
        throw new AwsError("InvalidParameterValue", `The value ${Namespace} for parameter Namespace is invalid.`);
      }
      metrics.record(
        ctx,
        MetricData.map((datum) => readDatum(Namespace, datum, kernel.now())),
      );
      return {};
    },

    ListMetrics: ({ Namespace, MetricName, Dimensions, RecentlyActive, NextToken }, ctx) => {
      const since = RecentlyActive === undefined ? undefined : kernel.now() - 3 * 3_600_000;
      const wanted = metrics
        .list(ctx, since)
        .filter(
          (metric) =>
            (Namespace === undefined || metric.namespace === Namespace) &&
            (MetricName === undefined || metric.name === MetricName) &&
            (Dimensions ?? []).every(({ Name = "", Value }) =>
              Value === undefined ? metric.dimensions[Name] !== undefined : metric.dimensions[Name] === Value,
            ),
        );
      const { items, nextToken } = page(wanted, NextToken, 500);
      return {
        Metrics: items.map((metric) => ({
          Namespace: metric.namespace,
          MetricName: metric.name,
          Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    GetMetricData: (
      { MetricDataQueries = [], StartTime, EndTime, ScanBy, MaxDatapoints, NextToken, LabelOptions },
      ctx,
    ) => {
      if (MetricDataQueries.length > MOST_QUERIES) {
        throw invalid(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
      }
      const queries = MetricDataQueries.map(readMetricQuery);
      const twice = queries.find((query, index) => queries.findIndex((other) => other.id === query.id) < index);
      if (twice)
        throw invalid(`The values for parameter Id in MetricDataQueries are not unique. Duplicate: ${twice.id}.`);
      const { results, next } = metricData(metrics, ctx, {
        queries,
        ...range(StartTime, EndTime, "ValidationError"),
        newestFirst: ScanBy !== "TimestampAscending",
        maxPoints: Math.min(MaxDatapoints ?? MOST_POINTS, MOST_POINTS),
        offset: readOffset(NextToken),
        labels: { timezone: LabelOptions?.Timezone },
      });
      return {
        MetricDataResults: results.map((result) => ({
          Id: result.id,
          Label: result.label,
          Timestamps: result.at.map((at) => new Date(at)),
          Values: [...result.values],
          StatusCode: result.complete ? ("Complete" as const) : ("PartialData" as const),
        })),
        Messages: [],
        ...(next === undefined ? {} : { NextToken: Buffer.from(`points:${next}`).toString("base64url") }),
      };
    },

    GetMetricStatistics: (input, ctx) => {
      const { Namespace = "", MetricName = "", Period = 60, Statistics = [], ExtendedStatistics = [], Unit } = input;
      const { from, to } = range(input.StartTime, input.EndTime, "InvalidParameterValue");
      checkPeriod(Period, "InvalidParameterValue");
      if (Statistics.length + ExtendedStatistics.length === 0) {
        throw new AwsError("InvalidParameterCombination", "Must specify either Statistics or ExtendedStatistics");
      }
      const asked = Math.floor((to - from) / (Period * 1000));
      if (asked > MOST_STATISTICS) {
        throw new AwsError(
          "InvalidParameterCombination",
          `You have requested up to ${asked} datapoints, which exceeds the limit of ${MOST_STATISTICS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
        );
      }
      const ref = { namespace: Namespace, name: MetricName, dimensions: readDimensions(input.Dimensions) };
      const window = {
        from,
        to,
        periodMs: Math.max(Period * 1000, MINUTE),
        unit: Unit,
      };
      const found = metrics.windows(ctx, ref, window).map((bucket) => ({
        Timestamp: new Date(bucket.at),
        ...Object.fromEntries(
          PLAIN.filter((name) => Statistics.includes(name)).map((name) => [name, readStatistic(name)(bucket)]),
        ),
        ...(ExtendedStatistics.length === 0
          ? {}
          : {
              ExtendedStatistics: Object.fromEntries(
                ExtendedStatistics.map((name) => [name, readStatistic(name)(bucket)]),
              ),
            }),
        // The SDK's union of units; what was recorded is given back.
        Unit: (Unit ?? metrics.unitOf(ctx, ref)) as StandardUnit,
      }));
      // AWS gives these in no order; whoever forgets to sort should notice.
      return {
        Label: MetricName,
        Datapoints: [...found.filter((_, i) => i % 2 === 1), ...found.filter((_, i) => i % 2 === 0)],
      };
    },
  } satisfies Handlers<"monitoring">;
}

function readStatistic(name: string): (bucket: Bucket) => number {
  const read = statistic(name);
  if (!read)
    throw new AwsError("InvalidParameterValue", `The value ${name} for parameter ExtendedStatistics is not supported.`);
  return read;
}

function range(start: Date | undefined, end: Date | undefined, code: string): { from: number; to: number } {
  const from = start?.getTime() ?? 0;
  const to = end?.getTime() ?? 0;
  if (!(from < to)) throw new AwsError(code, "The parameter StartTime must be less than the parameter EndTime.");
  return { from, to };
}

function readOffset(token: string | undefined): number {
  if (token === undefined) return 0;
  const parts = /^points:(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (!parts) throw new AwsError("InvalidNextToken", "The next token specified is invalid.");
  return Number(parts[1]);
}

/** A point as it is stored: one value, a statistic set, or values with their counts, joined to a minute's aggregate. */
function readDatum(namespace: string, datum: MetricDatum, now: number): Datum {
  const { MetricName = "", Dimensions, Timestamp, Value, Values, Counts, StatisticValues: set, Unit } = datum;
  const numbers = Values ?? (Value === undefined ? [] : [Value]);
  const counts = numbers.map((_, index) => Counts?.[index] ?? 1);
  if (!set && numbers.length === 0) {
    throw new AwsError("MissingParameter", "The parameter MetricData.member.1.Value or StatisticValues is required.");
  }
  return {
    namespace,
    name: MetricName,
    dimensions: readDimensions(Dimensions),
    at: Timestamp?.getTime() ?? now,
    sum: set?.Sum ?? numbers.reduce((sum, value, index) => sum + value * (counts[index] ?? 1), 0),
    count: set?.SampleCount ?? counts.reduce((sum, count) => sum + count, 0),
    min: set?.Minimum ?? numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    max: set?.Maximum ?? numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    ...(Unit === undefined ? {} : { unit: Unit }),
    ...(set ? {} : { values: numbers.flatMap((value, index) => [value, counts[index] ?? 1]) }),
  };
}
