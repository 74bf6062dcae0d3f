import type { Handlers } from "../wire/handler";
import type { Kernel } from "../world/kernel";
import type { LogStream } from "../world/log-lines";
import type { Logs } from "../world/logs";
import { atMost, groupNameOf, refused } from "./logs-input";
import { page } from "./paging";

const DAY = 86_400_000;
const EVENT_BYTES = 1_048_576;

/** CloudWatch Logs' streams: make, list, delete, and write to. */
export function createLogStreamHandlers({ logs, kernel }: { logs: Logs; kernel: Kernel }) {
  return {
    CreateLogStream: ({ logGroupName = "", logStreamName = "" }, ctx) => {
      if (!/^[^:*]{1,512}$/.test(logStreamName)) {
        throw refused(
          `1 validation error detected: Value '${logStreamName}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
        );
      }
      logs.createStream(ctx, logGroupName, logStreamName);
      return {};
    },
    DeleteLogStream: ({ logGroupName = "", logStreamName = "" }, ctx) => {
      logs.deleteStream(ctx, logGroupName, logStreamName);
      return {};
    },

    DescribeLogStreams: (input, ctx) => {
      const { logStreamNamePrefix = "", orderBy, descending, limit, nextToken } = input;
      atMost(limit, 50, "limit");
      if (orderBy === "LastEventTime" && logStreamNamePrefix !== "") {
        throw refused("Cannot order by LastEventTime with a logStreamNamePrefix.");
      }
      const name = groupNameOf(input);
      const sign = descending ? -1 : 1;
      const sorted = Object.entries(logs.streams(ctx, name))
        .filter(([stream]) => stream.startsWith(logStreamNamePrefix))
        .sort(([a, left], [b, right]) => {
          const byTime = orderBy === "LastEventTime" ? (left.at.at(-1) ?? 0) - (right.at.at(-1) ?? 0) : 0;
          return sign * (byTime || (a < b ? -1 : 1));
        });
      const { items, nextToken: next } = page(sorted, nextToken, limit ?? 50, () =>
        refused("The specified nextToken is invalid."),
      );
      const arn = `arn:aws:logs:${ctx.region}:${ctx.account}:log-group:${name}:log-stream:`;
      return {
        logStreams: items.map(([stream, kept]) => view(stream, `${arn}${stream}`, kept)),
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },

    PutLogEvents: ({ logGroupName = "", logStreamName = "", logEvents = [] }, ctx) => {
      const group = logs.group(ctx, logGroupName);
      const stream = logs.stream(ctx, logGroupName, logStreamName);
      const events = logEvents.map(({ timestamp = 0, message = "" }) => ({ at: timestamp, message }));
      if (events.some((event, index) => event.at < (events[index - 1]?.at ?? 0))) {
        throw refused("Log events in a single PutLogEvents request must be in chronological order.");
      }
      const large = events.find((event) => event.message.length > EVENT_BYTES);
      if (large)
        throw refused(`Log event too large: ${large.message.length + 26} bytes exceeds limit of ${EVENT_BYTES}`);
      const first = events[0];
      const last = events.at(-1);
      if (first && last && last.at - first.at > DAY) {
        throw refused("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
      }
      const now = kernel.now();
      const oldest = Math.max(now - 14 * DAY, logs.expiry(group));
      const tooOld = events.filter((event) => event.at < oldest).length;
      const tooNew = events.findIndex((event) => event.at > now + DAY / 12);
      const taken = events.slice(tooOld, tooNew < 0 ? undefined : tooNew);
      logs.append(ctx, group, logStreamName, taken);
      return {
        nextSequenceToken: String(stream.next).padStart(56, "4"),
        ...(tooOld > 0 || tooNew >= 0
          ? {
              rejectedLogEventsInfo: {
                ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
                ...(tooNew >= 0 ? { tooNewLogEventStartIndex: tooNew } : {}),
              },
            }
          : {}),
      };
    },
  } satisfies Handlers<"logs">;
}

/** An empty stream has no times of events, and nothing has told a stream's stored bytes since 2019. */
function view(logStreamName: string, arn: string, stream: LogStream) {
  const first = stream.at[0];
  const last = stream.at.at(-1);
  return {
    logStreamName,
    creationTime: stream.createdAt,
    arn,
    storedBytes: 0,
    uploadSequenceToken: String(stream.next).padStart(56, "4"),
    ...(first === undefined || last === undefined
      ? {}
      : {
          firstEventTimestamp: first,
          lastEventTimestamp: last,
          lastIngestionTime: stream.ingested.reduce((a, b) => Math.max(a, b), 0),
        }),
  };
}
