import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { alarmChanges, type MetricQuery, metricData } from "@/lib/aws/cloudwatch";
import type { Located } from "@/lib/services/locate";
import { alarmBands } from "./bands";
import { fillPeriods, type History, periodFor } from "./history-types";
import { planSeries, queriesOf } from "./series";
import type { Alarm } from "./types";

/** Series that a chart of a long range draws; the others are for the live view. */
const DRAWN = new Set(["cpu", "cpu-cluster", "instances", "tasks"]);

/** CPU, instances and alarm states of the last `rangeMs`, by the account's clock. Two or three calls; throws as AWS does. */
export async function readHistory(
  context: AwsContext,
  where: Located,
  alarms: readonly Alarm[],
  rangeMs: number,
): Promise<History> {
  const to = context.now();
  const from = to - rangeMs;
  const periodSeconds = periodFor(rangeMs);
  const plans = planSeries(where).filter((plan) => DRAWN.has(plan.id));
  const queries = queriesOf(plans).map((query) => ({ ...query, periodSeconds }));
  const driving = alarms.filter((alarm) => alarm.drivesScaling);
  const [data, ...changes] = await Promise.all([
    metricData(context, queries, from, to),
    ...driving.map((alarm) => alarmChanges(context, alarm.name, from)),
  ]);
  return {
    from,
    to,
    series: plans.map(({ id, label, unit, query }, index) => ({
      id,
      label,
      unit,
      periodSeconds,
      points: fillPeriods(
        perMinute(data.get(queries[index]?.id ?? "") ?? [], query.statistic, periodSeconds),
        from,
        to,
        periodSeconds,
      ),
    })),
    bands: driving.flatMap((alarm, index) => alarmBands(alarm, changes[index] ?? [], from)),
  };
}

/** A period of several minutes holds as many times the samples of one. */
function perMinute(
  points: readonly (readonly [number, number])[],
  statistic: MetricQuery["statistic"],
  periodSeconds: number,
): readonly (readonly [number, number])[] {
  if (statistic !== "SampleCount") return points;
  return points.map(([at, samples]) => [at, Math.round((samples * 60) / periodSeconds)] as const);
}
