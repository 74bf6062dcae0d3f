import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { Alarm, AlarmConfig, CompositeAlarm, CompositeConfig } from "../world/alarm-records";
import type { Alarms } from "../world/alarms";
import type { CompositeAlarms } from "../world/composite-alarms";
import type { Kernel } from "../world/kernel";
import { metricData } from "../world/metric-queries";
import { metricKey } from "../world/metric-series";
import type { Metrics } from "../world/metrics";
import { readAlarm } from "./cloudwatch-alarm-input";
import { alarmView, compositeView } from "./cloudwatch-alarm-views";
import { createCloudWatchMetricHandlers } from "./cloudwatch-metrics";
import { readDimensions } from "./cloudwatch-queries";
import { page } from "./paging";

interface Parts {
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly compositeAlarms: CompositeAlarms;
  readonly kernel: Kernel;
}

/** CloudWatch: metrics (beside this file), alarms and their history. */
export function createCloudWatchHandlers(world: Parts) {
  const { alarms, compositeAlarms, metrics } = world;
  const byArn = (ctx: CallContext, arn = ""): Alarm | CompositeAlarm => {
    const alarm = [...alarms.list(ctx), ...compositeAlarms.list(ctx)].find((one) => one.arn === arn);
    if (!alarm) throw new AwsError("ResourceNotFoundException", `Resource ${arn} does not exist`, 404);
    return alarm;
  };
  const enable = (ctx: CallContext, names: readonly string[] | undefined, enabled: boolean) => {
    for (const name of names ?? []) {
      const [alarm, composite] = [alarms.find(ctx, name), compositeAlarms.find(ctx, name)];
      if (alarm) alarms.enableActions(alarm, enabled);
      if (composite) compositeAlarms.enableActions(composite, enabled);
    }
    return {};
  };
  /** The ARNs of an alarm's children or parents; undefined when neither is asked for. */
  const familyOf = (ctx: CallContext, childrenOf: string | undefined, parentsOf: string | undefined) => {
    if (childrenOf !== undefined) {
      const parent = compositeAlarms.find(ctx, childrenOf);
      return parent ? compositeAlarms.childrenOf(ctx, parent) : [];
    }
    if (parentsOf === undefined) return undefined;
    const arn = (alarms.find(ctx, parentsOf) ?? compositeAlarms.find(ctx, parentsOf))?.arn ?? "";
    const parents = compositeAlarms.list(ctx).filter((one) => compositeAlarms.childrenOf(ctx, one).includes(arn));
    return parents.map((one) => one.arn);
  };
  const tagsOf = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
    Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));

  return {
    ...createCloudWatchMetricHandlers(world),

    PutMetricAlarm: (input, ctx) => {
      const config = readAlarm(input);
      if (compositeAlarms.find(ctx, config.name)) throw refuse("An alarm of another type has this name.");
      if (config.metrics) {
        // What cannot be calculated is refused now, not found out at night.
        const now = metrics.publishedUntil();
        const range = { from: now - 60_000, to: now, newestFirst: false, maxPoints: 1, offset: 0 };
        metricData(metrics, ctx, { queries: config.metrics, ...range });
      }
      alarms.put(ctx, config, tagsOf(input.Tags));
      return {};
    },
    PutCompositeAlarm: (input, ctx) => {
      if (input.ActionsSuppressor !== undefined) throw refuse("The sandbox has not built ActionsSuppressor.");
      const config = {
        name: input.AlarmName ?? "",
        description: input.AlarmDescription,
        rule: input.AlarmRule ?? "",
        actionsEnabled: input.ActionsEnabled ?? true,
        okActions: input.OKActions ?? [],
        alarmActions: input.AlarmActions ?? [],
        insufficientDataActions: input.InsufficientDataActions ?? [],
      };
      if (allActions(config).some((arn) => /^arn:aws:(autoscaling|ec2|automate):/.test(arn))) {
        throw refuse("Invalid actions: a composite alarm cannot scale or change instances.");
      }
      compositeAlarms.put(ctx, config, tagsOf(input.Tags));
      return {};
    },
    DeleteAlarms: ({ AlarmNames }, ctx) => {
      for (const name of AlarmNames ?? []) {
        alarms.remove(ctx, name);
        compositeAlarms.remove(ctx, name);
      }
      return {};
    },

    DescribeAlarms: (input, ctx) => {
      const { AlarmNames, AlarmNamePrefix = "", StateValue, ActionPrefix = "", MaxRecords, NextToken } = input;
      if (AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
        throw refuse("AlarmNamePrefix and AlarmNames cannot both be given.");
      }
      if ((AlarmNames?.length ?? 0) > 100) throw refuse("At most 100 alarm names can be given.");
      const family = familyOf(ctx, input.ChildrenOfAlarmName, input.ParentsOfAlarmName);
      // Without types only metric alarms are told, unless relatives are asked for.
      const types = input.AlarmTypes?.length ? input.AlarmTypes : family ? BOTH : ["MetricAlarm"];
      const fits = ({ config, state, arn }: Alarm | CompositeAlarm) =>
        (!AlarmNames?.length || AlarmNames.includes(config.name)) &&
        config.name.startsWith(AlarmNamePrefix) &&
        (StateValue === undefined || state === StateValue) &&
        (ActionPrefix === "" || allActions(config).some((action) => action.startsWith(ActionPrefix))) &&
        (!family || family.includes(arn));
      const wanted = [
        ...(types.includes("CompositeAlarm") ? compositeAlarms.list(ctx).filter(fits) : []),
        ...(types.includes("MetricAlarm") ? alarms.list(ctx).filter(fits) : []),
      ];
      const { items, nextToken } = page(wanted, NextToken, Math.min(MaxRecords ?? 50, 100));
      return {
        CompositeAlarms: items.filter(isComposite).map(compositeView),
        MetricAlarms: items.filter((one): one is Alarm => !isComposite(one)).map(alarmView),
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
      return { MetricAlarms: wanted.map(alarmView) };
    },

    SetAlarmState: ({ AlarmName = "", StateValue, StateReason = "", StateReasonData }, ctx) => {
      if (StateValue === undefined) throw new AwsError("ValidationError", "StateValue is required.");
      if (StateReasonData !== undefined && !isJson(StateReasonData)) {
        throw new AwsError("InvalidFormat", "StateReasonData is not valid JSON");
      }
      const to = { value: StateValue, reason: StateReason, reasonData: StateReasonData };
      const [alarm, composite] = [alarms.find(ctx, AlarmName), compositeAlarms.find(ctx, AlarmName)];
      if (alarm) alarms.force(ctx, alarm, to);
      else if (composite) compositeAlarms.force(ctx, composite, to);
      else throw new AwsError("ResourceNotFound", `Alarm ${AlarmName} does not exist`, 404);
      return {};
    },
    EnableAlarmActions: ({ AlarmNames }, ctx) => enable(ctx, AlarmNames, true),
    DisableAlarmActions: ({ AlarmNames }, ctx) => enable(ctx, AlarmNames, false),

    DescribeAlarmHistory: (input, ctx) => {
      const { AlarmName, HistoryItemType, AlarmTypes, ScanBy, MaxRecords, NextToken } = input;
      const from = input.StartDate?.getTime() ?? 0;
      const to = input.EndDate?.getTime() ?? Number.MAX_SAFE_INTEGER;
      const types = AlarmTypes?.length ? AlarmTypes : ["MetricAlarm"];
      const wanted = alarms
        .history(ctx)
        .filter(
          (item) =>
            types.includes(item.alarmType ?? "MetricAlarm") &&
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
          AlarmType: item.alarmType ?? ("MetricAlarm" as const),
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

const BOTH = ["MetricAlarm", "CompositeAlarm"];
const refuse = (message: string): AwsError => new AwsError("ValidationError", message);
const isComposite = (alarm: Alarm | CompositeAlarm): alarm is CompositeAlarm => "rule" in alarm.config;

const allActions = (config: AlarmConfig | CompositeConfig): string[] => [
  ...config.alarmActions,
  ...config.okActions,
  ...config.insufficientDataActions,
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
