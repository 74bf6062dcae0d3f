import "server-only";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine } from "@/lib/logs/types";
import type { AwsContext } from "./client";
import { allPages, type Page } from "./pages";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const EVENTS_PER_PAGE = 10_000;
/** Pages may be empty; looking for the newest lines ends after this many. */
const NEWEST_PAGES = 20;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
const STREAMS_PER_CALL = 50;

export interface LogQuery {
  readonly group: string;
  /** Event times in ms, both inclusive. */
  readonly from?: number;
  readonly to?: number;
  /** Exact stream names, at most 100; excludes `prefix`. */
  readonly streams?: readonly string[];
  readonly prefix?: string;
  /** A CloudWatch filter pattern. */
  readonly pattern?: string;
  readonly limit?: number;
  /** Newest first, where the endpoint can (AWS: since 2026). */
  readonly newestFirst?: boolean;
}

/** One page of a group's events in time order; may be empty while `next` is set. */
export async function logEventsPage(ctx: AwsContext, query: LogQuery, token?: string): Promise<Page<LogLine>> {
  const page = await ctx.call("logs:FilterLogEvents", () =>
    ctx.client(CloudWatchLogsClient).send(
      new FilterLogEventsCommand({
        logGroupName: query.group,
        startTime: query.from,
        endTime: query.to,
        logStreamNames: query.streams ? [...query.streams] : undefined,
        logStreamNamePrefix: query.prefix,
        filterPattern: query.pattern,
        limit: query.limit,
        startFromHead: query.newestFirst ? false : undefined,
        nextToken: token,
      }),
    ),
  );
  const items = (page.events ?? []).map((event) => ({
    id: event.eventId ?? "",
    at: event.timestamp ?? 0,
    ingestedAt: event.ingestionTime ?? event.timestamp ?? 0,
    stream: event.logStreamName ?? "",
    message: event.message ?? "",
  }));
  return { items, next: page.nextToken };
}

/** All events of the query up to about `max`, in time order. */
export function logEvents(ctx: AwsContext, query: LogQuery, max: number): Promise<LogLine[]> {
  return allPages("logs:FilterLogEvents", (token) => logEventsPage(ctx, query, token), max);
}

/**
 * The newest `count` events of the query, in time order. An endpoint that does not know `startFromHead` answers oldest
 * first: it is then read on to the end.
 */
export async function newestLogEvents(ctx: AwsContext, query: LogQuery, count: number): Promise<LogLine[]> {
  const found: LogLine[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  let ascending = false;
  let pages = 0;
  do {
    const asked = {
      ...query,
      newestFirst: true,
      limit: ascending ? EVENTS_PER_PAGE : Math.min(count, EVENTS_PER_PAGE),
    };
    const page = await logEventsPage(ctx, asked, token);
    found.push(...page.items);
    const [first, last] = [found[0], found.at(-1)];
    ascending = first !== undefined && last !== undefined && first.at < last.at;
    if (ascending && found.length > count * 2) found.splice(0, found.length - count);
    token = page.next && !tokens.has(page.next) ? page.next : undefined;
    if (token) tokens.add(token);
    pages += 1;
  } while (token && pages < NEWEST_PAGES && (ascending || found.length < count));
  // Lines of one millisecond keep the order they were written in.
  const oldestFirst = ascending ? found : found.toReversed();
  return oldestFirst.sort((a, b) => a.at - b.at || a.ingestedAt - b.ingestedAt).slice(-count);
}

export interface LogStream {
  readonly name: string;
  readonly createdAt?: number;
  readonly firstAt?: number;
  /** Eventually consistent, up to about an hour behind. */
  readonly lastAt?: number;
}

/** Streams of a group, those written last first, at most `max`. */
export async function logStreams(ctx: AwsContext, group: string, max: number): Promise<LogStream[]> {
  const streams = await allPages(
    "logs:DescribeLogStreams",
    async (nextToken) => {
      const page = await ctx.call("logs:DescribeLogStreams", () =>
        ctx.client(CloudWatchLogsClient).send(
          new DescribeLogStreamsCommand({
            logGroupName: group,
            orderBy: "LastEventTime",
            descending: true,
            limit: STREAMS_PER_CALL,
            nextToken,
          }),
        ),
      );
      return { items: page.logStreams ?? [], next: page.nextToken };
    },
    max,
  );
  return streams.slice(0, max).map((stream) => ({
    name: stream.logStreamName ?? "",
    createdAt: stream.creationTime,
    firstAt: stream.firstEventTimestamp,
    lastAt: stream.lastEventTimestamp,
  }));
}

export interface LogGroup {
  readonly name: string;
  readonly retentionDays?: number;
  readonly storedBytes: number;
}

/** One log group by its exact name, or null. */
export async function logGroup(ctx: AwsContext, name: string): Promise<LogGroup | null> {
  const answer = await ctx.call("logs:DescribeLogGroups", () =>
    ctx.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name })),
  );
  const found = answer.logGroups?.find((group) => group.logGroupName === name);
  if (!found) return null;
  return { name, retentionDays: found.retentionInDays, storedBytes: found.storedBytes ?? 0 };
}
