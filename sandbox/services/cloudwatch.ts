import type { MetricAlarm, PutMetricAlarmInput, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { Comparison, MissingData } from "../world/alarm-evaluation";
import type { Alarm, AlarmConfig, Alarms } from "../world/alarms";
import type { Kernel } from "../world/kernel";
import { metricKey, statistic } from "../world/metric-series";
import type { Metrics } from "../world/metrics";
import { createCloudWatchMetricHandlers } from "./cloudwatch-metrics";
import { readDimensions } from "./cloudwatch-queries";
import { page } from "./paging";

const COMPARISONS: readonly Comparison[] = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];
const MISSING: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

/** CloudWatch: metrics (beside this file), alarms and their history. */
export function createCloudWatchHandlers(world: { metrics: Metrics; alarms: Alarms; kernel: Kernel }) {
  const { alarms } = world;
  const named = (ctx: CallContext, name: string): Alarm => {
    const alarm = alarms.find(ctx, name);
    if (!alarm) throw new AwsError("ResourceNotFound", `Alarm ${name} does not exist`, 404);
    return alarm;
  };
  const byArn = (ctx: CallContext, arn = ""): Alarm => {
    const alarm = alarms.list(ctx).find((one) => one.arn === arn);
    if (!alarm) throw new AwsError("ResourceNotFoundException", `Resource ${arn} does not exist`, 404);
    return alarm;
  };
  const enable = (ctx: CallContext, names: readonly string[] | undefined, enabled: boolean) => {
    for (const name of names ?? []) {
      const alarm = alarms.find(ctx, name);
      if (alarm) alarms.enableActions(alarm, enabled);
    }
    return {};
  };

  return {
    ...createCloudWatchMetricHandlers(world),

    PutMetricAlarm: (input, ctx) => {
      const tags = Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
      alarms.put(ctx, readAlarm(input), tags);
      return {};
    },
    DeleteAlarms: ({ AlarmNames }, ctx) => {
      for (const name of AlarmNames ?? []) alarms.remove(ctx, name);
      return {};
    },

    DescribeAlarms: (input, ctx) => {
      const {
        AlarmNames,
        AlarmNamePrefix = "",
        StateValue,
        ActionPrefix = "",
        AlarmTypes,
        MaxRecords,
        NextToken,
      } = input;
      if (AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
        throw new AwsError("ValidationError", "AlarmNamePrefix and AlarmNames cannot both be given.");
      }
      if ((AlarmNames?.length ?? 0) > 100)
        throw new AwsError("ValidationError", "At most 100 alarm names can be given.");
      const metricAlarms = !AlarmTypes?.length || AlarmTypes.includes("MetricAlarm") ? alarms.list(ctx) : [];
      const wanted = metricAlarms.filter(
        ({ config, state }) =>
          (!AlarmNames?.length || AlarmNames.includes(config.name)) &&
          config.name.startsWith(AlarmNamePrefix) &&
          (StateValue === undefined || state === StateValue) &&
          (ActionPrefix === "" || allActions(config).some((arn) => arn.startsWith(ActionPrefix))),
      );
      const { items, nextToken } = page(wanted, NextToken, Math.min(MaxRecords ?? 50, 100));
      return {
        MetricAlarms: items.map(view),
        CompositeAlarms: [],
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeAlarmsForMetric: ({ MetricName = "", Namespace = "", Dimensions, Period, Statistic, Unit }, ctx) => {
      const key = metricKey({ namespace: Namespace, name: MetricName, dimensions: readDimensions(Dimensions) });
      const wanted = alarms
        .list(ctx)
        .filter(
          ({ config }) =>
            metricKey({ namespace: config.namespace, name: config.metricName, dimensions: config.dimensions }) ===
              key &&
            (Period === undefined || config.periodSeconds === Period) &&
            (Statistic === undefined || config.statistic === Statistic) &&
            (Unit === undefined || config.unit === Unit),
        );
      return { MetricAlarms: wanted.map(view) };
    },

    SetAlarmState: ({ AlarmName = "", StateValue, StateReason = "", StateReasonData }, ctx) => {
      if (StateValue === undefined) throw new AwsError("ValidationError", "StateValue is required.");
      alarms.force(ctx, named(ctx, AlarmName), { value: StateValue, reason: StateReason, reasonData: StateReasonData });
      return {};
    },
    EnableAlarmActions: ({ AlarmNames }, ctx) => enable(ctx, AlarmNames, true),
    DisableAlarmActions: ({ AlarmNames }, ctx) => enable(ctx, AlarmNames, false),

    DescribeAlarmHistory: (input, ctx) => {
      const { AlarmName, HistoryItemType, AlarmTypes, ScanBy, MaxRecords, NextToken } = input;
      const from = input.StartDate?.getTime() ?? 0;
      const to = input.EndDate?.getTime() ?? Number.MAX_SAFE_INTEGER;
      const known = !AlarmTypes?.length || AlarmTypes.includes("MetricAlarm") ? alarms.history(ctx) : [];
      const wanted = known.filter(
        (item) =>
          (AlarmName === undefined || item.alarmName === AlarmName) &&
          (HistoryItemType === undefined || item.type === HistoryItemType) &&
          item.at >= from &&
          item.at <= to,
      );
      if (ScanBy !== "TimestampAscending") wanted.reverse();
      const { items, nextToken } = page(wanted, NextToken, Math.min(MaxRecords ?? 100, 100));
      return {
        AlarmHistoryItems: items.map((item) => ({
          AlarmName: item.alarmName,
          AlarmType: "MetricAlarm" as const,
          Timestamp: new Date(item.at),
          HistoryItemType: item.type,
          HistorySummary: item.summary,
          HistoryData: item.data,
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    TagResource: ({ ResourceARN, Tags }, ctx) => {
      const { tags } = byArn(ctx, ResourceARN);
      for (const { Key = "", Value = "" } of Tags ?? []) tags[Key] = Value;
      return {};
    },
    UntagResource: ({ ResourceARN, TagKeys }, ctx) => {
      const { tags } = byArn(ctx, ResourceARN);
      for (const key of TagKeys ?? []) delete tags[key];
      return {};
    },
    ListTagsForResource: ({ ResourceARN }, ctx) => ({
      Tags: Object.entries(byArn(ctx, ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  } satisfies Handlers<"monitoring">;
}

const allActions = (config: AlarmConfig) => [
  ...config.alarmActions,
  ...config.okActions,
  ...config.insufficientDataActions,
];

const refuse = (message: string): AwsError => new AwsError("ValidationError", message);

function readAlarm(input: PutMetricAlarmInput): AlarmConfig {
  const { Metrics: math, Period: period = 60, EvaluationPeriods: periods = 1, DatapointsToAlarm: needed } = input;
  if (math?.length) throw refuse("The sandbox does not evaluate alarms on metric expressions.");
  if (!input.AlarmName || !input.MetricName || !input.Namespace) {
    throw refuse("AlarmName, MetricName and Namespace are required.");
  }
  const stat = input.Statistic ?? input.ExtendedStatistic ?? "";
  if (!statistic(stat)) throw refuse("Either Statistic or ExtendedStatistic must be given, and one that exists.");
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
    namespace: input.Namespace,
    metricName: input.MetricName,
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

function view({ config, ...alarm }: Alarm): MetricAlarm {
  const extended = config.statistic.startsWith("p");
  return {
    AlarmName: config.name,
    AlarmArn: alarm.arn,
    AlarmDescription: config.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    ActionsEnabled: config.actionsEnabled,
    OKActions: [...config.okActions],
    AlarmActions: [...config.alarmActions],
    InsufficientDataActions: [...config.insufficientDataActions],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateUpdatedAt),
    MetricName: config.metricName,
    Namespace: config.namespace,
    // The SDK's unions of statistics and units; what was put is given back.
    ...(extended ? { ExtendedStatistic: config.statistic } : { Statistic: config.statistic as Statistic }),
    Dimensions: Object.entries(config.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: config.periodSeconds,
    Unit: config.unit as StandardUnit | undefined,
    EvaluationPeriods: config.evaluationPeriods,
    DatapointsToAlarm: config.datapointsToAlarm,
    Threshold: config.threshold,
    ComparisonOperator: config.comparison,
    TreatMissingData: config.treatMissingData,
  };
}
