import type { Alarm, CompositeAlarm } from "./alarm-records";
import { decimal, zoned } from "./alarm-texts";
import type { MetricQuery } from "./metric-query";

/** A number JSON shows as Java does: `1.0`. */
const RAW = "\u0001";

/**
 * An alarm as the history's ConfigurationUpdate holds it: CloudWatch's own keys in its own order, `okactions` included
 * (recorded in a real account, aws-facts 4.3).
 */
export function alarmDocument(alarm: Alarm): object {
  const { config } = alarm;
  const isPercentile = /^p\d/i.test(config.statistic);
  return {
    alarmName: config.name,
    ...(config.description === undefined ? {} : { alarmDescription: config.description }),
    alarmArn: alarm.arn,
    alarmConfigurationUpdatedTimestamp: zoned(alarm.configuredAt),
    ...(config.metrics
      ? { metrics: config.metrics.map(mathDocument) }
      : {
          namespace: config.namespace,
          metricName: config.metricName,
          ...(isPercentile ? { extendedStatistic: config.statistic } : { statistic: config.statistic }),
          period: config.periodSeconds,
          dimensions: dimensions(config.dimensions),
          ...(config.unit === undefined ? {} : { unit: config.unit }),
        }),
    threshold: `${RAW}${decimal(config.threshold)}${RAW}`,
    comparisonOperator: config.comparison,
    evaluationPeriods: config.evaluationPeriods,
    ...(config.datapointsToAlarm === undefined ? {} : { datapointsToAlarm: config.datapointsToAlarm }),
    ...(config.treatMissingData === undefined ? {} : { treatMissingData: config.treatMissingData }),
    stateValue: alarm.state,
    stateUpdatedTimestamp: zoned(alarm.stateUpdatedAt),
    ...actions(config),
  };
}

const dimensions = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([name, value]) => ({ value, name }));

const mathDocument = (query: MetricQuery): object => ({
  id: query.id,
  ...(query.kind === "expression"
    ? { expression: query.text }
    : {
        metricStat: {
          metric: { namespace: query.namespace, metricName: query.name, dimensions: dimensions(query.dimensions) },
          period: query.periodSeconds,
          stat: query.stat,
        },
      }),
  returnData: query.returnData,
});

export function compositeDocument(alarm: CompositeAlarm): object {
  const { config } = alarm;
  return {
    alarmName: config.name,
    ...(config.description === undefined ? {} : { alarmDescription: config.description }),
    alarmArn: alarm.arn,
    alarmConfigurationUpdatedTimestamp: zoned(alarm.configuredAt),
    alarmRule: config.rule,
    stateValue: alarm.state,
    stateUpdatedTimestamp: zoned(alarm.stateUpdatedAt),
    ...actions(config),
  };
}

const actions = (config: {
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly okActions: readonly string[];
}) => ({
  actionsEnabled: config.actionsEnabled,
  alarmActions: config.alarmActions,
  insufficientDataActions: config.insufficientDataActions,
  okactions: config.okActions,
});

/** JSON with the numbers of documents as they are meant. */
export const documentJson = (value: unknown): string =>
  JSON.stringify(value).replace(/"\\u0001([^"\\]*)\\u0001"/g, "$1");
