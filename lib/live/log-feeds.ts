import "server-only";
import { randomUUID } from "node:crypto";
import type { AwsContext } from "@/lib/aws/client";
import { logEvents } from "@/lib/aws/logs";
import type { Clock } from "@/lib/clock";
import { followGroup, type LogFeed } from "@/lib/logs/feed";
import type { LogLine } from "@/lib/logs/types";
import { type Place, placeKey } from "@/lib/place";

const REFILL_LINES = 20_000;
/** Readers of another process's cursors come back within seconds of each other. */
const REFILL_KEPT_MS = 30_000;
/** Their cursors differ a little: lines are read from the whole minute before. */
const REFILL_STEP_MS = 60_000;

/** One log group as one topic follows it. */
export interface Followed {
  readonly feed: LogFeed;
  /**
   * The group's lines from about `from` (ms, event time) to now, read once for all who ask at about the same time;
   * null when they are too many to send. What comes after is in the feed's ring.
   */
  since(from: number): Promise<readonly LogLine[] | null>;
  release(): void;
}

/** Log groups followed now, each by one poller however many topics read it. */
export interface Feeds {
  /** Names this process's line numbers: another process's mean nothing here. */
  readonly epoch: string;
  /** Follows a group until `release`; `changed` is called after each look that brought something. */
  acquire(place: Place, group: string, changed: () => void): Followed;
  stop(): void;
}

interface Held {
  readonly feed: LogFeed;
  readonly listeners: Set<() => void>;
  refill?: { readonly from: number; readonly first: number; readonly lines: Promise<readonly LogLine[] | null> };
}

export function createFeeds(options: { at: (place: Place) => AwsContext; clock: Clock }): Feeds {
  const held = new Map<string, Held>();

  function since(entry: Held, context: AwsContext, asked: number): Promise<readonly LogLine[] | null> {
    const { feed } = entry;
    const from = Math.floor(asked / REFILL_STEP_MS) * REFILL_STEP_MS;
    // Once the ring has dropped a line, what was read before no longer joins on to it.
    if (entry.refill?.from === from && entry.refill.first === feed.ring.first) return entry.refill.lines;
    const lines = logEvents(context, { group: feed.group, from }, REFILL_LINES).then((found) =>
      found.length < REFILL_LINES ? found : null,
    );
    const mine = { from, first: feed.ring.first, lines };
    const forget = () => {
      if (entry.refill === mine) entry.refill = undefined;
    };
    entry.refill = mine;
    lines.then(() => options.clock.sleep(REFILL_KEPT_MS)).then(forget, forget);
    return lines;
  }

  return {
    epoch: randomUUID().slice(0, 8),
    acquire(place, group, changed) {
      const key = `${placeKey(place)}/${group}`;
      let entry = held.get(key);
      if (!entry) {
        const listeners = new Set<() => void>();
        const feed = followGroup({
          context: options.at(place),
          group,
          clock: options.clock,
          changed: () => {
            for (const listener of listeners) listener();
          },
        });
        entry = { feed, listeners };
        held.set(key, entry);
      }
      const mine = entry;
      mine.listeners.add(changed);
      return {
        feed: mine.feed,
        since: (from) => since(mine, options.at(place), from),
        release() {
          mine.listeners.delete(changed);
          if (mine.listeners.size > 0) return;
          held.delete(key);
          mine.feed.stop();
        },
      };
    },
    stop() {
      for (const { feed } of held.values()) feed.stop();
      held.clear();
    },
  };
}
