import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { Comparison, MissingData } from "../world/alarm-evaluation";
import type { AlarmConfig } from "../world/alarm-records";
import type { MetricQuery } from "../world/metric-query";
import { statistic } from "../world/metric-series";
import { readDimensions, readMetricQuery, invalid as refuse } from "./cloudwatch-queries";

const COMPARISONS: readonly Comparison[] = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];
const MISSING: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

/** What PutMetricAlarm asks for. Throws ValidationError. */
export function readAlarm(input: PutMetricAlarmInput): AlarmConfig {
  const { Metrics: math, EvaluationPeriods: periods = 1, DatapointsToAlarm: needed } = input;
  const metrics = math?.length ? readMath(input) : undefined;
  if (!input.AlarmName || (!metrics && (!input.MetricName || !input.Namespace))) {
    throw refuse("AlarmName, MetricName and Namespace are required.");
  }
  const stat = input.Statistic ?? input.ExtendedStatistic ?? "";
  if (!metrics && !statistic(stat)) {
    throw refuse("Either Statistic or ExtendedStatistic must be given, and one that exists.");
  }
  const period = metrics?.find(({ kind }) => kind === "metric")?.periodSeconds ?? input.Period ?? 60;
  if (period !== 10 && period !== 20 && period !== 30 && (period < 60 || period % 60 !== 0)) {
    throw refuse("Period must be 10, 20, 30 or a multiple of 60");
  }
  if (periods < 1) throw refuse("EvaluationPeriods must be at least 1");
  if (period * periods > 86_400) {
    throw refuse("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).");
  }
  if (needed !== undefined && (needed < 1 || needed > periods)) {
    throw refuse("DatapointsToAlarm must be from 1 to EvaluationPeriods.");
  }
  const comparison = COMPARISONS.find((known) => known === input.ComparisonOperator);
  if (!comparison) throw refuse(`The comparison operator ${input.ComparisonOperator} is not supported.`);
  const treat = MISSING.find((known) => known === input.TreatMissingData);
  if (input.TreatMissingData !== undefined && !treat) {
    throw refuse(`The value ${input.TreatMissingData} is not supported for TreatMissingData parameter.`);
  }
  return {
    name: input.AlarmName,
    description: input.AlarmDescription,
    actionsEnabled: input.ActionsEnabled ?? true,
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
    ...(metrics ? { metrics } : {}),
    namespace: input.Namespace ?? "",
    metricName: input.MetricName ?? "",
    dimensions: readDimensions(input.Dimensions),
    statistic: stat,
    periodSeconds: period,
    unit: input.Unit,
    evaluationPeriods: periods,
    datapointsToAlarm: needed,
    threshold: input.Threshold ?? 0,
    comparison,
    treatMissingData: treat,
  };
}

/** The queries of an alarm on an expression: exactly one of them gives the data. */
function readMath(input: PutMetricAlarmInput): MetricQuery[] {
  if (input.MetricName !== undefined || input.Namespace !== undefined || input.Statistic !== undefined) {
    throw refuse("Metrics cannot be given together with MetricName, Namespace or Statistic.");
  }
  const queries = (input.Metrics ?? []).map(readMetricQuery);
  if (queries.filter(({ returnData }) => returnData).length !== 1) {
    throw refuse("Exactly one element of the metrics list should return data.");
  }
  return queries;
}
