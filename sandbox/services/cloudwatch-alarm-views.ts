import type { CompositeAlarm as CompositeView, MetricAlarm, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import type { Alarm, CompositeAlarm } from "../world/alarm-records";
import { metricQueryView } from "./cloudwatch-queries";

/** A metric alarm as DescribeAlarms tells it. */
export function alarmView({ config, ...alarm }: Alarm): MetricAlarm {
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
    ...(config.metrics
      ? { Metrics: config.metrics.map(metricQueryView) }
      : {
          MetricName: config.metricName,
          Namespace: config.namespace,
          // The SDK's unions of statistics and units; what was put is given back.
          ...(extended ? { ExtendedStatistic: config.statistic } : { Statistic: config.statistic as Statistic }),
          Period: config.periodSeconds,
          Unit: config.unit as StandardUnit | undefined,
        }),
    Dimensions: Object.entries(config.dimensions).map(([Name, Value]) => ({ Name, Value })),
    EvaluationPeriods: config.evaluationPeriods,
    DatapointsToAlarm: config.datapointsToAlarm,
    Threshold: config.threshold,
    ComparisonOperator: config.comparison,
    TreatMissingData: config.treatMissingData,
  };
}

/** A composite alarm as DescribeAlarms tells it. */
export function compositeView({ config, ...alarm }: CompositeAlarm): CompositeView {
  return {
    AlarmName: config.name,
    AlarmArn: alarm.arn,
    AlarmDescription: config.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    AlarmRule: config.rule,
    ActionsEnabled: config.actionsEnabled,
    OKActions: [...config.okActions],
    AlarmActions: [...config.alarmActions],
    InsufficientDataActions: [...config.insufficientDataActions],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateUpdatedAt),
  };
}
