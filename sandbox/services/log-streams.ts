import type { Handlers } from "../wire/handler";
import type { Kernel } from "../world/kernel";
import { EVENT_OVERHEAD, type LogStream } from "../world/log-lines";
import type { Logs } from "../world/logs";
import { atMost, groupNameOf, refused } from "./logs-input";
import { page } from "./paging";

const DAY = 86_400_000;
const BATCH_BYTES = 1_048_576;
const BATCH_EVENTS = 10_000;

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
      checkBatch(events);
      const now = kernel.now();
      const before = (at: number) => events.filter((event) => event.at < at).length;
      const [tooOld, expired] = [before(now - 14 * DAY), before(logs.expiry(group))];
      const tooNew = events.findIndex((event) => event.at > now + DAY / 12);
      logs.append(ctx, group, logStreamName, events.slice(Math.max(tooOld, expired), tooNew < 0 ? undefined : tooNew));
      const rejected = {
        ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
        ...(expired > tooOld ? { expiredLogEventEndIndex: expired } : {}),
        ...(tooNew >= 0 ? { tooNewLogEventStartIndex: tooNew } : {}),
      };
      return {
        nextSequenceToken: String(stream.next).padStart(56, "4"),
        ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}),
      };
    },
  } satisfies Handlers<"logs">;
}

/** A batch is at most 10,000 events and 1 MB, in the order of time, and spans at most a day. */
function checkBatch(events: readonly { readonly at: number; readonly message: string }[]): void {
  const fails = (value: string, member: string, rule: string) =>
    refused(
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
    );
  if (events.length === 0) throw fails("[]", "logEvents", "have length greater than or equal to 1");
  if (events.length > BATCH_EVENTS) {
    throw fails(`[${events.length} events]`, "logEvents", `have length less than or equal to ${BATCH_EVENTS}`);
  }
  const empty = events.findIndex((event) => event.message === "");
  if (empty >= 0) throw fails("", `logEvents.${empty + 1}.member.message`, "have length greater than or equal to 1");
  if (events.some((event, index) => event.at < (events[index - 1]?.at ?? 0))) {
    throw refused("Log events in a single PutLogEvents request must be in chronological order.");
  }
  const sizes = events.map((event) => Buffer.byteLength(event.message) + EVENT_OVERHEAD);
  const large = sizes.find((size) => size > BATCH_BYTES);
  if (large !== undefined) throw refused(`Log event too large: ${large} bytes exceeds limit of ${BATCH_BYTES}`);
  const size = sizes.reduce((sum, one) => sum + one, 0);
  if (size > BATCH_BYTES) throw refused(`Upload too large: ${size} bytes exceeds limit of ${BATCH_BYTES}`);
  if ((events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0) > DAY) {
    throw refused("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
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
          lastIngestionTime: stream.lastIngestedAt ?? last,
        }),
  };
}
