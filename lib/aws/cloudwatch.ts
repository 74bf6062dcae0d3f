import "server-only";
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricAlarm,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { Alarm, AlarmState } from "@/lib/scaling/types";
import type { AwsContext } from "./client";
import { allPages, batches, ms } from "./pages";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const ALARMS_PER_CALL = 100;

export interface MetricQuery {
  /** Unique in the request; letters, digits and underscores, a small letter first. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Sum" | "SampleCount" | "Maximum" | "Minimum" | "p50" | "p90" | "p99";
  readonly periodSeconds: number;
}

/** Datapoints by query id, oldest first; a metric nobody writes has none. `from` inclusive, `to` exclusive, in ms. */
export async function metricData(
  ctx: AwsContext,
  queries: readonly MetricQuery[],
  from: number,
  to: number,
): Promise<Map<string, [at: number, value: number][]>> {
  const points = new Map<string, [number, number][]>(queries.map(({ id }) => [id, []]));
  for (const batch of batches(queries, QUERIES_PER_CALL)) {
    const results = await allPages("cloudwatch:GetMetricData", async (NextToken) => {
      const page = await ctx.call("cloudwatch:GetMetricData", () =>
        ctx.client(CloudWatchClient).send(
          new GetMetricDataCommand({
            MetricDataQueries: batch.map(toSdk),
            StartTime: new Date(from),
            EndTime: new Date(to),
            ScanBy: "TimestampAscending",
            NextToken,
          }),
        ),
      );
      return { items: page.MetricDataResults ?? [], next: page.NextToken };
    });
    for (const { Id = "", Timestamps = [], Values = [] } of results) {
      const list = points.get(Id);
      Timestamps.forEach((at, index) => {
        const value = Values[index];
        if (value !== undefined) list?.push([at.getTime(), value]);
      });
    }
  }
  for (const list of points.values()) list.sort((a, b) => a[0] - b[0]);
  return points;
}

const toSdk = (query: MetricQuery): MetricDataQuery => ({
  Id: query.id,
  MetricStat: {
    Metric: {
      Namespace: query.namespace,
      MetricName: query.name,
      Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: query.periodSeconds,
    Stat: query.statistic,
  },
});

/** Metric alarms by name, or every one of the account and Region. */
export async function describeAlarms(ctx: AwsContext, names?: readonly string[]): Promise<Alarm[]> {
  const wanted = names ? batches(names, ALARMS_PER_CALL) : [undefined];
  const found: MetricAlarm[] = [];
  for (const AlarmNames of wanted) {
    const alarms = await allPages("cloudwatch:DescribeAlarms", async (NextToken) => {
      const page = await ctx.call("cloudwatch:DescribeAlarms", () =>
        ctx.client(CloudWatchClient).send(
          new DescribeAlarmsCommand({
            AlarmNames,
            AlarmTypes: ["MetricAlarm"],
            MaxRecords: ALARMS_PER_CALL,
            NextToken,
          }),
        ),
      );
      return { items: page.MetricAlarms ?? [], next: page.NextToken };
    });
    found.push(...alarms);
  }
  return found.map(reshape);
}

const SCALING_ACTION = /^arn:aws[\w-]*:autoscaling:/;

function reshape(alarm: MetricAlarm): Alarm {
  const policyArns = [...(alarm.AlarmActions ?? []), ...(alarm.OKActions ?? [])].filter((arn) =>
    SCALING_ACTION.test(arn),
  );
  const drivesScaling = policyArns.length > 0;
  const comparison = alarm.ComparisonOperator ?? "";
  const evaluationPeriods = alarm.EvaluationPeriods ?? 1;
  return {
    name: alarm.AlarmName ?? "",
    arn: alarm.AlarmArn ?? "",
    state: alarm.StateValue ?? "INSUFFICIENT_DATA",
    stateReason: alarm.StateReason,
    stateSince: ms(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp),
    metricName: alarm.MetricName ?? "",
    namespace: alarm.Namespace ?? "",
    comparison,
    threshold: alarm.Threshold ?? 0,
    periodSeconds: alarm.Period ?? 60,
    evaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? evaluationPeriods,
    actionsEnabled: alarm.ActionsEnabled ?? true,
    drivesScaling,
    direction: drivesScaling ? (comparison.startsWith("Greater") ? "out" : "in") : undefined,
    policyArns,
  };
}

/** One change of an alarm's state. */
export interface AlarmChange {
  readonly alarm: string;
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason?: string;
}

/** An alarm's state changes since `from` (ms), oldest first. */
export async function alarmChanges(ctx: AwsContext, name: string, from: number): Promise<AlarmChange[]> {
  const items = await allPages("cloudwatch:DescribeAlarmHistory", async (NextToken) => {
    const page = await ctx.call("cloudwatch:DescribeAlarmHistory", () =>
      ctx.client(CloudWatchClient).send(
        new DescribeAlarmHistoryCommand({
          AlarmName: name,
          HistoryItemType: "StateUpdate",
          StartDate: new Date(from),
          EndDate: new Date(ctx.now() + 60_000),
          ScanBy: "TimestampDescending",
          MaxRecords: ALARMS_PER_CALL,
          NextToken,
        }),
      ),
    );
    return { items: page.AlarmHistoryItems ?? [], next: page.NextToken };
  });
  return items
    .flatMap((item): AlarmChange[] => {
      const states = readStates(item.HistoryData, item.HistorySummary);
      return states ? [{ alarm: name, at: ms(item.Timestamp) ?? 0, ...states }] : [];
    })
    .sort((a, b) => a.at - b.at);
}

const STATES: ReadonlySet<string> = new Set(["OK", "ALARM", "INSUFFICIENT_DATA"]);
const isState = (text: unknown): text is AlarmState => typeof text === "string" && STATES.has(text);

interface HistoryData {
  oldState?: { stateValue?: unknown };
  newState?: { stateValue?: unknown; stateReason?: unknown };
}

/** HistoryData is JSON; the summary ("Alarm updated from OK to ALARM") stands in where it is missing. */
function readStates(
  data: string | undefined,
  summary: string | undefined,
): { from: AlarmState; to: AlarmState; reason?: string } | null {
  try {
    const { oldState, newState } = JSON.parse(data ?? "{}") as HistoryData;
    if (isState(newState?.stateValue)) {
      const from = isState(oldState?.stateValue) ? oldState.stateValue : "INSUFFICIENT_DATA";
      const reason = typeof newState.stateReason === "string" ? newState.stateReason : undefined;
      return { from, to: newState.stateValue, reason };
    }
  } catch {
    // Fall through to the summary.
  }
  const [, from, to] = /from (\w+) to (\w+)/.exec(summary ?? "") ?? [];
  return isState(from) && isState(to) ? { from, to } : null;
}
