import "server-only";
import { setMaxListeners } from "node:events";
import type { Aws } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import { SlipwayError } from "@/lib/errors";
import { type Place, placeKey } from "@/lib/place";
import { type Budget, budgeted, createBudget } from "./budget";
import { startBudgetTopic } from "./budget-topic";
import { startFleetTopic } from "./fleet-topic";
import type { Hub, HubSources, LastValues, ReadOptions, RecordedPart } from "./hub-types";
import { createFeeds } from "./log-feeds";
import { startLogTopic } from "./log-topic";
import { startServiceTopic } from "./service-topic";
import type { RunningTopic } from "./topic";
import { parseTopic, topicPlace } from "./topics";
import type { Snapshot } from "./types";

export type { Hub, HubSources, LastValues, ReadOptions, RollbackBasis, SubscribeOptions } from "./hub-types";

export interface HubOptions extends Partial<HubSources> {
  readonly aws: Aws;
  readonly clock: Clock;
  /** Every account and Region of the configuration. */
  readonly places: readonly Place[];
  readonly lastValues?: LastValues;
  readonly budget?: Budget;
  /** How many topics may run at a time (default 1,000). */
  readonly mostTopics?: number;
  /** Receives what a person cannot act on; the reference names it on the page. */
  readonly log?: (message: string, cause: unknown) => void;
}

/** A topic nobody looks at is polled this much longer, so that a reload finds it warm. */
const LINGER_MS = 30_000;
/** Pollers in this process; each log filter somebody types is one. */
const MOST_TOPICS = 1_000;
const DEADLINE_MS = 900;
const JUMP_CHECK_MS = 1_000;
/** AWS's clock moved this much against ours: the sandbox jumped ahead, or a host clock was set. */
const JUMP_MS = 20_000;

interface Held {
  readonly topic: RunningTopic;
  readonly place: Place | null;
  viewers: number;
  linger?: AbortController;
}

export function createHub(options: HubOptions): Hub {
  const { aws, clock, places } = options;
  const log = options.log ?? ((message, cause) => console.error(message, cause));
  const budget = options.budget ?? createBudget({ clock });
  const forget = aws.onCall((call) => budget.note(call));
  const at = (place: Place) => budgeted(aws.at(place), budget);
  const feeds = createFeeds({ at, clock });
  const topics = new Map<string, Held>();
  const life = new AbortController();
  setMaxListeners(0, life.signal);
  const sources: HubSources = {
    operationFor: options.operationFor ?? (async () => null),
    releasesFor: options.releasesFor ?? (async () => []),
    rollbackFor: options.rollbackFor ?? (async () => null),
  };

  function start(name: string): Held {
    const parsed = parseTopic(name);
    if (!parsed) throw new SlipwayError("not_found", `There is no live topic "${name}".`);
    const place = topicPlace(parsed);
    if (place) aws.at(place);
    const kept = options.lastValues;
    const shared = {
      name,
      clock,
      log,
      recorded: kept && (() => kept.read(name)),
      record: kept && ((parts: readonly RecordedPart[]) => kept.save(name, parts)),
    };
    switch (parsed.kind) {
      case "fleet":
        return { topic: startFleetTopic({ ...shared, at, places }), place, viewers: 0 };
      case "budget":
        return { topic: startBudgetTopic({ name, clock, log, budget, places }), place, viewers: 0 };
      case "service":
        return {
          topic: startServiceTopic({ ...shared, context: at(parsed.ref), ref: parsed.ref, sources }),
          place,
          viewers: 0,
        };
      case "logs":
        return { topic: startLogTopic({ ...shared, context: at(parsed.ref), feeds, ...parsed }), place, viewers: 0 };
    }
  }

  function acquire(name: string): Held {
    if (life.signal.aborted) throw new SlipwayError("unavailable", "The console is shutting down.");
    let held = topics.get(name);
    if (!held) {
      if (topics.size >= (options.mostTopics ?? MOST_TOPICS)) endUnwatched();
      held = start(name);
      topics.set(name, held);
    }
    held.linger?.abort();
    held.viewers += 1;
    return held;
  }

  /** Makes room: the topic that nobody looks at and was asked for first goes. */
  function endUnwatched(): void {
    for (const [name, held] of topics) {
      if (held.viewers > 0) continue;
      held.linger?.abort();
      topics.delete(name);
      held.topic.stop();
      return;
    }
    throw new SlipwayError("unavailable", `This console follows ${topics.size} live topics, and can follow no more.`, {
      hint: "Close pages that are not needed, and try again.",
    });
  }

  function release(name: string, held: Held): void {
    held.viewers -= 1;
    if (held.viewers > 0) return;
    const linger = new AbortController();
    held.linger = linger;
    void clock.sleep(LINGER_MS, linger.signal).then(() => {
      if (linger.signal.aborted || held.viewers > 0) return;
      topics.delete(name);
      held.topic.stop();
    });
  }

  /** Wakes everything of a place whose clock jumped: what was read belongs to another time. */
  async function watchClocks(): Promise<void> {
    const offsets = new Map(places.map((place) => [placeKey(place), aws.at(place).now() - clock.now()]));
    while (!life.signal.aborted) {
      await clock.sleep(JUMP_CHECK_MS, life.signal);
      for (const place of places) {
        const offset = aws.at(place).now() - clock.now();
        if (Math.abs(offset - (offsets.get(placeKey(place)) ?? 0)) < JUMP_MS) continue;
        offsets.set(placeKey(place), offset);
        for (const held of topics.values()) {
          if (!held.place || placeKey(held.place) === placeKey(place)) held.topic.touch();
        }
      }
    }
  }
  void watchClocks();

  return {
    async read<P>(name: string, { maxAgeMs, deadlineMs = DEADLINE_MS }: ReadOptions = {}) {
      const held = acquire(name);
      const deadline = new AbortController();
      void clock.sleep(deadlineMs, deadline.signal).then(() => deadline.abort());
      try {
        await held.topic.ready(maxAgeMs, deadline.signal);
        return held.topic.snapshot() as Snapshot<P>;
      } finally {
        deadline.abort();
        release(name, held);
      }
    },
    async *subscribe(name, { cursor, signal }) {
      const held = acquire(name);
      const either = new AbortController();
      const stop = () => either.abort();
      if (signal.aborted || life.signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      life.signal.addEventListener("abort", stop, { once: true });
      try {
        const reader = held.topic.reader(cursor);
        while (!either.signal.aborted) {
          const frames = reader.next();
          if (frames.length > 0) yield* frames;
          else await held.topic.changed(either.signal);
        }
      } finally {
        signal.removeEventListener("abort", stop);
        life.signal.removeEventListener("abort", stop);
        release(name, held);
      }
    },
    touch(name) {
      topics.get(name)?.topic.touch();
    },
    watched: () => [...topics].map(([topic, { viewers }]) => ({ topic, viewers })),
    async close() {
      life.abort();
      forget();
      for (const held of topics.values()) {
        held.linger?.abort();
        held.topic.stop();
      }
      topics.clear();
      feeds.stop();
    },
  };
}
