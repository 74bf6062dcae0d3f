import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { Insights } from "../world/insights";
import type { Kernel } from "../world/kernel";
import type { LiveTail } from "../world/live-tail";
import { filterGroup, readStream } from "../world/log-reads";
import type { LogGroup, Logs } from "../world/logs";
import type { QueryDefinitions } from "../world/query-definitions";
import { createLogStreamHandlers } from "./log-streams";
import { atMost, groupNameOf, lastName, refused } from "./logs-input";
import { createInsightsHandlers } from "./logs-insights";
import { createLiveTailHandlers } from "./logs-live-tail";
import { createQueryDefinitionHandlers } from "./logs-query-definitions";
import { page } from "./paging";

const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** CloudWatch Logs: groups, streams, writing and reading lines. */
export function createLogsHandlers(world: {
  logs: Logs;
  liveTail: LiveTail;
  insights: Insights;
  queryDefinitions: QueryDefinitions;
  kernel: Kernel;
}) {
  const { logs, kernel } = world;
  const groupArn = (ctx: CallContext, name: string) => `arn:aws:logs:${ctx.region}:${ctx.account}:log-group:${name}`;
  const view = (ctx: CallContext, group: LogGroup) => ({
    logGroupName: group.name,
    creationTime: group.createdAt,
    metricFilterCount: 0,
    arn: `${groupArn(ctx, group.name)}:*`,
    logGroupArn: groupArn(ctx, group.name),
    logGroupClass: group.logGroupClass === "INFREQUENT_ACCESS" ? ("INFREQUENT_ACCESS" as const) : ("STANDARD" as const),
    storedBytes: logs.storedBytes(ctx, group),
    deletionProtectionEnabled: group.deletionProtection,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
  });

  return {
    ...createLogStreamHandlers(world),
    ...createLiveTailHandlers(world),
    ...createInsightsHandlers(world),
    ...createQueryDefinitionHandlers(world),

    CreateLogGroup: ({ logGroupName = "", tags, logGroupClass, deletionProtectionEnabled }, ctx) => {
      if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName)) {
        throw refused(
          `1 validation error detected: Value '${logGroupName}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
        );
      }
      logs.createGroup(ctx, logGroupName, {
        ...(tags === undefined ? {} : { tags }),
        ...(logGroupClass === undefined ? {} : { logGroupClass }),
        ...(deletionProtectionEnabled === undefined ? {} : { deletionProtection: deletionProtectionEnabled }),
      });
      return {};
    },
    DeleteLogGroup: ({ logGroupName = "" }, ctx) => {
      logs.deleteGroup(ctx, logGroupName);
      return {};
    },
    PutRetentionPolicy: ({ logGroupName = "", retentionInDays = 0 }, ctx) => {
      if (!RETENTION_DAYS.includes(retentionInDays)) {
        throw refused(
          `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(", ")}]`,
        );
      }
      logs.retain(ctx, logGroupName, retentionInDays);
      return {};
    },
    DeleteRetentionPolicy: ({ logGroupName = "" }, ctx) => {
      logs.retain(ctx, logGroupName, undefined);
      return {};
    },

    DescribeLogGroups: ({ logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, limit, nextToken }, ctx) => {
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
        throw refused("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
      }
      atMost(limit, 50, "limit");
      const wanted = logs
        .list(ctx)
        .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? ""))
        .filter(({ name }) => name.toLowerCase().includes((logGroupNamePattern ?? "").toLowerCase()))
        .filter(({ name }) => !logGroupIdentifiers?.length || logGroupIdentifiers.some((id) => lastName(id) === name));
      const { items, nextToken: next } = page(wanted, nextToken, limit ?? 50, invalidToken);
      return { logGroups: items.map((group) => view(ctx, group)), ...(next === undefined ? {} : { nextToken: next }) };
    },

    GetLogEvents: (input, ctx) => {
      atMost(input.limit, 10_000, "limit");
      const found = readStream(logs, ctx, groupNameOf(input), input.logStreamName ?? "", input);
      return {
        events: found.events.map((event) => ({
          timestamp: event.at,
          message: event.message,
          ingestionTime: event.ingestedAt,
        })),
        nextForwardToken: found.nextForwardToken,
        nextBackwardToken: found.nextBackwardToken,
      };
    },

    FilterLogEvents: (input, ctx) => {
      atMost(input.limit, 10_000, "limit");
      const { logStreamNames, logStreamNamePrefix } = input;
      if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
        throw refused("LogStreamNamePrefix and LogStreamNames cannot both be specified.");
      }
      if ((logStreamNames?.length ?? 0) > 100) throw refused("At most 100 log streams can be specified.");
      const found = filterGroup(logs, kernel, ctx, groupNameOf(input), {
        streamNames: logStreamNames,
        streamPrefix: logStreamNamePrefix,
        startTime: input.startTime,
        endTime: input.endTime,
        pattern: input.filterPattern,
        limit: input.limit,
        startFromHead: input.startFromHead,
        nextToken: input.nextToken,
      });
      return {
        events: found.events.map((event) => ({
          logStreamName: event.stream,
          timestamp: event.at,
          message: event.message,
          ingestionTime: event.ingestedAt,
          eventId: event.eventId,
        })),
        searchedLogStreams: [],
        ...(found.nextToken === undefined ? {} : { nextToken: found.nextToken }),
      };
    },

    TagResource: ({ resourceArn = "", tags }, ctx) => {
      Object.assign(logs.group(ctx, lastName(resourceArn)).tags, tags);
      return {};
    },
    UntagResource: ({ resourceArn = "", tagKeys }, ctx) => {
      const group = logs.group(ctx, lastName(resourceArn));
      for (const key of tagKeys ?? []) delete group.tags[key];
      return {};
    },
    ListTagsForResource: ({ resourceArn = "" }, ctx) => ({ tags: { ...logs.group(ctx, lastName(resourceArn)).tags } }),
  } satisfies Handlers<"logs">;
}

const invalidToken = () => new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
