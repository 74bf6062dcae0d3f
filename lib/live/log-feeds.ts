import "server-only";
import { randomUUID } from "node:crypto";
import type { AwsContext } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import { followGroup, type LogFeed } from "@/lib/logs/feed";
import { type Place, placeKey } from "@/lib/place";

/** Log groups followed now, each by one poller however many topics read it. */
export interface Feeds {
  /** Names this process's line numbers: another process's mean nothing here. */
  readonly epoch: string;
  /** Follows a group until `release`; `changed` is called after each look that brought something. */
  acquire(place: Place, group: string, changed: () => void): { feed: LogFeed; release(): void };
  stop(): void;
}

interface Held {
  readonly feed: LogFeed;
  readonly listeners: Set<() => void>;
}

export function createFeeds(options: { at: (place: Place) => AwsContext; clock: Clock }): Feeds {
  const held = new Map<string, Held>();
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
