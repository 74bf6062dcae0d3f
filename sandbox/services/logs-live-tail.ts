import type { StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { LiveSession, LiveTail } from "../world/live-tail";
import { lastName, refused } from "./logs-input";

const MOST_GROUPS = 10;
const IDENTIFIER = /^[\w#+=/:,.@-]+$/;

/** CloudWatch Logs' StartLiveTail. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
export function createLiveTailHandlers({ liveTail }: { liveTail: LiveTail }) {
  return {
    StartLiveTail: (input, ctx) => {
      const { logGroupIdentifiers = [], logStreamNames, logStreamNamePrefixes, logEventFilterPattern } = input;
      checkIdentifiers(logGroupIdentifiers, ctx);
      if (logStreamNames?.length && logStreamNamePrefixes?.length) {
        throw refused("LogStreamNames and LogStreamNamePrefixes are mutually exclusive parameters.");
      }
      if ((logStreamNames?.length || logStreamNamePrefixes?.length) && logGroupIdentifiers.length > 1) {
        throw refused("LogStreamNames or LogStreamNamePrefixes can only be specified with a single log group.");
      }
      const session = liveTail.start(ctx, ctx.requestId, {
        groupNames: logGroupIdentifiers.map(lastName),
        streamNames: logStreamNames,
        streamPrefixes: logStreamNamePrefixes,
        pattern: logEventFilterPattern,
      });
      const sessionStart = {
        requestId: ctx.requestId,
        sessionId: session.id,
        logGroupIdentifiers,
        logStreamNames: logStreamNames ?? [],
        logStreamNamePrefixes: logStreamNamePrefixes ?? [],
        logEventFilterPattern: logEventFilterPattern ?? "",
      };
      return { responseStream: told({ sessionStart }, session, ctx) };
    },
  } satisfies Handlers<"logs">;
}

/** The session's start, then its updates. Leaving it ends the session at once, also while it waits for the next second. */
function told(
  start: StartLiveTailResponseStream.SessionStartMember,
  session: LiveSession,
  ctx: CallContext,
): AsyncIterable<StartLiveTailResponseStream> {
  const updates = session[Symbol.asyncIterator]();
  let begun = false;
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!begun) {
          begun = true;
          return { done: false, value: start };
        }
        const { done, value } = await updates.next();
        if (done) return { done: true, value: undefined };
        const sessionResults = value.events.map((event) => ({
          logGroupIdentifier: `${ctx.account}:${event.group}`,
          logStreamName: event.stream,
          message: event.message,
          timestamp: event.at,
          ingestionTime: event.ingestedAt,
        }));
        return {
          done: false,
          value: { sessionUpdate: { sessionMetadata: { sampled: value.sampled }, sessionResults } },
        };
      },
      async return() {
        await updates.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** One to ten ARNs of this place's groups, without `:*`. */
function checkIdentifiers(identifiers: readonly string[], { account, region }: CallContext): void {
  const fails = (rule: string) =>
    refused(
      `1 validation error detected: Value '[${identifiers.join(", ")}]' at 'logGroupIdentifiers' failed to satisfy constraint: Member must ${rule}`,
    );
  if (identifiers.length > MOST_GROUPS) throw fails(`have length less than or equal to ${MOST_GROUPS}`);
  if (identifiers.length === 0) throw fails("have length greater than or equal to 1");
  if (!identifiers.every((one) => IDENTIFIER.test(one))) {
    throw fails(
      "satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\w#+=/:,.@-]*]",
    );
  }
  if (!identifiers.every((one) => one.startsWith("arn:aws:logs:"))) throw refused("LogGroupIdentifiers must be ARNs.");
  if (new Set(identifiers).size < identifiers.length) throw refused("LogGroupIdentifiers must be unique.");
  if (!identifiers.every((one) => one.startsWith(`arn:aws:logs:${region}:${account}:log-group:`))) {
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  }
}
