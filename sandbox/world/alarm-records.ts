import type { AlarmState, Comparison, MissingData } from "./alarm-evaluation";
import type { MetricQuery } from "./metric-query";
import type { Tags } from "./shelf";

export interface AlarmConfig {
  readonly name: string;
  readonly description?: string | undefined;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  /** Of an alarm on an expression: its queries, one of which returns data; namespace and name are then empty. */
  readonly metrics?: readonly MetricQuery[] | undefined;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Average, Sum, … or a percentile like p99. */
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly unit?: string | undefined;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissingData?: MissingData | undefined;
}

export interface Alarm {
  config: AlarmConfig;
  readonly arn: string;
  /** Tells an alarm from an earlier one of its name. */
  readonly id: string;
  configuredAt: number;
  state: AlarmState;
  reason: string;
  reasonData?: string | undefined;
  stateUpdatedAt: number;
  tags: Tags;
}

export interface CompositeConfig {
  readonly name: string;
  readonly description?: string | undefined;
  readonly rule: string;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
}

export interface CompositeAlarm {
  config: CompositeConfig;
  readonly arn: string;
  configuredAt: number;
  state: AlarmState;
  reason: string;
  reasonData?: string | undefined;
  stateUpdatedAt: number;
  tags: Tags;
}
