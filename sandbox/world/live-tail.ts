import { AwsError } from "../wire/handler";
import { compileFilterPattern } from "./filter-pattern";
import type { Kernel } from "./kernel";
import { createLiveSample } from "./live-sample";
import type { Logs } from "./logs";
import { type Place, placeKey } from "./seams";

const SECOND = 1000;
const SESSION_MS = 3 * 3_600_000;
const MOST_SESSIONS = 15;
/** What waits for a reader who does not read: past it the oldest updates go. */
const WAITING_UPDATES = 10;

export interface LiveTailQuery {
  readonly groupNames: readonly string[];
  readonly streamNames?: readonly string[] | undefined;
  readonly streamPrefixes?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
}

export interface LiveEvent {
  readonly group: string;
  readonly stream: string;
  readonly at: number;
  readonly ingestedAt: number;
  readonly message: string;
}

export interface LiveUpdate {
  readonly events: readonly LiveEvent[];
  /** More than 500 lines matched in the second, and these are 500 of them. */
  readonly sampled: boolean;
}

/** A session's updates, one a second, also empty ones. Throws SessionTimeoutException after three hours. */
export interface LiveSession extends AsyncIterable<LiveUpdate> {
  readonly id: string;
}

interface Session {
  readonly id: string;
  readonly place: string;
  readonly endsAt: number;
  tick(): void;
  end(error?: AwsError): void;
}

export type LiveTail = ReturnType<typeof createLiveTail>;

/**
 * CloudWatch Logs' Live Tail (aws-facts 5): lines are shown as they are ingested, whatever time they bear. Sessions are
 * connections, so they are not stored; a tick of one that is gone does nothing.
 */
export function createLiveTail(kernel: Kernel, logs: Logs) {
  const sessions = new Map<string, Session>();

  kernel.on<string>("live-tail.second", (id) => {
    const session = sessions.get(id);
    if (!session) return;
    session.tick();
    if (kernel.now() >= session.endsAt) {
      session.end(new AwsError("SessionTimeoutException", "The Live Tail session has been open for three hours."));
      return;
    }
    kernel.schedule("live-tail.second", SECOND, id);
  });

  return {
    /** Opens a session; throws LimitExceededException beyond 15 in one place, and for groups and patterns as a search does. */
    start(place: Place, id: string, query: LiveTailQuery): LiveSession {
      const matches = compileFilterPattern(query.pattern ?? "");
      const groups = query.groupNames.map((name) => logs.group(place, name));
      const here = placeKey(place);
      if ([...sessions.values()].filter((one) => one.place === here).length >= MOST_SESSIONS) {
        throw new AwsError("LimitExceededException", "The maximum number of concurrent Live Tail sessions is reached.");
      }
      const wanted = (stream: string): boolean =>
        query.streamNames?.length
          ? query.streamNames.includes(stream)
          : !query.streamPrefixes?.length || query.streamPrefixes.some((prefix) => stream.startsWith(prefix));

      const sample = createLiveSample<LiveEvent>();
      const waiting: LiveUpdate[] = [];
      let ended: { readonly error?: AwsError | undefined } | undefined;
      let wake = () => {};

      const stops = groups.map((group) =>
        logs.watch(group, (stream, lines, ingestedAt) => {
          if (!wanted(stream)) return;
          for (const { at, message } of lines) {
            if (matches(message)) sample.add({ group: group.name, stream, at, message, ingestedAt });
          }
        }),
      );
      const end = (error?: AwsError) => {
        if (ended) return;
        ended = { error };
        for (const stop of stops) stop();
        sessions.delete(id);
        wake();
      };
      const tick = () => {
        waiting.push(sample.take());
        if (waiting.length > WAITING_UPDATES) waiting.shift();
        wake();
      };
      sessions.set(id, { id, place: here, endsAt: kernel.now() + SESSION_MS, tick, end });
      kernel.schedule("live-tail.second", SECOND, id);

      const next = async (): Promise<IteratorResult<LiveUpdate>> => {
        while (waiting.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const update = waiting.shift();
        if (update) return { done: false, value: update };
        if (ended?.error) throw ended.error;
        return { done: true, value: undefined };
      };
      const leave = async (): Promise<IteratorResult<LiveUpdate>> => {
        waiting.length = 0;
        end();
        return { done: true, value: undefined };
      };
      return { id, [Symbol.asyncIterator]: () => ({ next, return: leave }) };
    },

    /** How many sessions are open. */
    count: (): number => sessions.size,

    /** Ends every session: this world goes. */
    close(): void {
      for (const session of [...sessions.values()]) {
        session.end(new AwsError("SessionStreamingException", "The Live Tail session was closed by the service."));
      }
    },
  };
}
