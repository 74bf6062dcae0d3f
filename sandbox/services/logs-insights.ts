import { AwsError, type Handlers } from "../wire/handler";
import type { Insights, InsightsQuery } from "../world/insights";
import { Row, readPointer } from "../world/insights-rows";
import type { Kernel } from "../world/kernel";
import { eventAt, firstAfter } from "../world/log-lines";
import type { Logs } from "../world/logs";
import { atMost, groupNameOf, lastName, refused } from "./logs-input";
import { page } from "./paging";

const MOST_GROUPS = 50;
const MOST_RESULTS = 10_000;
const MINUTE = 60_000;
/** GetLogGroupFields looks at a quarter of an hour, and here at so many lines of it. */
const FIELD_LINES = 10_000;

interface Parts {
  readonly insights: Insights;
  readonly logs: Logs;
  readonly kernel: Kernel;
}

/** CloudWatch Logs Insights: queries, their answers, one line by its pointer. */
export function createInsightsHandlers({ insights, logs, kernel }: Parts) {
  return {
    StartQuery: (input, ctx) => {
      const { logGroupName, logGroupNames, logGroupIdentifiers, queryString = "", queryLanguage } = input;
      const given = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter((one) => one?.length);
      const [names] = given;
      if (given.length !== 1 || !names) {
        throw refused("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given.");
      }
      if (names.length > MOST_GROUPS) throw refused(`At most ${MOST_GROUPS} log groups can be queried.`);
      if (queryLanguage !== undefined && queryLanguage !== "CWLI") {
        throw refused(`The sandbox has not built the query language ${queryLanguage}.`);
      }
      atMost(input.limit, MOST_RESULTS, "limit");
      const from = milliseconds(input.startTime ?? 0);
      // A second of the end is meant to its end.
      const to = milliseconds(input.endTime ?? 0) + (isSeconds(input.endTime ?? 0) ? 999 : 0);
      if (to < from) throw refused("The end time must not be before the start time.");
      const groupNames = [...new Set(names.map(lastName))];
      const created = Math.min(...groupNames.map((name) => logs.group(ctx, name).createdAt));
      const expiry = Math.min(...groupNames.map((name) => logs.expiry(logs.group(ctx, name))));
      if (to < created && to < oldest(logs, ctx, groupNames, created)) throw beforeGroup();
      if (to < expiry) throw beforeGroup();
      const { id } = insights.start(ctx, { groupNames, from, to, text: queryString, limit: input.limit });
      return { queryId: id };
    },

    GetQueryResults: ({ queryId = "", nextToken, maxItems }, ctx) => {
      const query = insights.get(ctx, queryId);
      const { items, nextToken: next } = page(query.rows, nextToken, maxItems ?? MOST_RESULTS, () =>
        refused("The specified nextToken is invalid."),
      );
      return {
        queryLanguage: "CWLI" as const,
        results: items.map((row) => row.map((field) => ({ ...field }))),
        statistics: {
          recordsMatched: query.matched,
          recordsScanned: query.scanned,
          bytesScanned: query.bytes,
          estimatedRecordsSkipped: 0,
          estimatedBytesSkipped: 0,
          logGroupsScanned: query.groupNames.length,
        },
        status: query.status,
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },

    StopQuery: ({ queryId = "" }, ctx) => {
      const query = insights.get(ctx, queryId);
      if (!insights.stop(query)) throw refused(`Query ${queryId} is not running.`);
      return { success: true };
    },

    DescribeQueries: ({ logGroupName, status, maxResults, nextToken }, ctx) => {
      atMost(maxResults, 1000, "maxResults");
      const wanted = insights
        .list(ctx)
        .filter(
          (query) =>
            (logGroupName === undefined || query.groupNames.includes(lastName(logGroupName))) &&
            (status === undefined || query.status === status),
        );
      const { items, nextToken: next } = page(wanted, nextToken, maxResults ?? 50, () =>
        refused("The specified nextToken is invalid."),
      );
      return { queries: items.map(view), ...(next === undefined ? {} : { nextToken: next }) };
    },

    GetLogRecord: ({ logRecordPointer = "" }, ctx) => {
      const pointer = readPointer(logRecordPointer);
      if (!pointer) throw refused("The specified logRecordPointer is invalid.");
      const group = logs.list(ctx).find(({ id }) => id === pointer.group);
      const streams = group ? logs.streams(ctx, group.name) : {};
      const stream = Object.hasOwn(streams, pointer.stream) ? streams[pointer.stream] : undefined;
      const event = stream && eventAt(stream, firstAfter(stream, pointer.at, pointer.seq) - 1);
      if (!group || event?.seq !== pointer.seq || event.at !== pointer.at) {
        throw new AwsError("ResourceNotFoundException", "The specified log record does not exist.");
      }
      const log = `${ctx.account}:${group.name}`;
      const row = new Row({ ...pointer, ingestedAt: event.ingestedAt, message: event.message, log });
      return {
        logRecord: {
          "@ptr": logRecordPointer,
          "@timestamp": String(event.at),
          "@ingestionTime": String(event.ingestedAt),
          "@message": event.message,
          "@logStream": pointer.stream,
          "@log": log,
          ...Object.fromEntries(row.discoveredFields().map((name) => [name, String(row.read(name))])),
        },
      };
    },

    GetLogGroupFields: (input, ctx) => {
      const name = groupNameOf(input);
      const time = input.time === undefined ? undefined : milliseconds(input.time);
      const until = time === undefined ? kernel.now() : time + 8 * MINUTE;
      const from = time === undefined ? until - 15 * MINUTE : time - 8 * MINUTE;
      const { lines, fields } = insights.fields(ctx, { groupNames: [name], from, to: until }, FIELD_LINES);
      const always = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime"];
      const percent = (count: number) => Math.round((count / Math.max(1, lines)) * 100);
      return {
        logGroupFields: [
          ...(lines === 0 ? [] : always.map((field) => ({ name: field, percent: 100 }))),
          ...[...fields]
            .sort((a, b) => b[1] - a[1])
            .map(([field, count]) => ({ name: field, percent: percent(count) })),
        ].slice(0, 100),
      };
    },
  } satisfies Handlers<"logs">;
}

/** Seconds are documented; milliseconds are taken as well. */
const isSeconds = (time: number): boolean => time < 100_000_000_000;
const milliseconds = (time: number): number => (isSeconds(time) ? time * 1000 : time);

const beforeGroup = () =>
  new AwsError(
    "MalformedQueryException",
    "end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
  );

/** The time of the groups' first line or their creation. */
function oldest(logs: Logs, ctx: Parameters<Logs["streams"]>[0], names: readonly string[], created: number): number {
  let first = created;
  for (const name of names) {
    for (const { at } of Object.values(logs.streams(ctx, name))) first = Math.min(first, at[0] ?? created);
  }
  return first;
}

function view(query: InsightsQuery) {
  return {
    queryLanguage: "CWLI" as const,
    queryId: query.id,
    queryString: query.text,
    status: query.status,
    createTime: query.createdAt,
    logGroupName: query.groupNames[0],
    queryDuration: Math.round(query.ranMs),
    bytesScanned: query.bytes,
  };
}
