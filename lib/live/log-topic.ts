import "server-only";
import { setMaxListeners } from "node:events";
import type { AwsContext } from "@/lib/aws/client";
import { newestLogEvents } from "@/lib/aws/logs";
import type { Clock } from "@/lib/clock";
import { uniqueLines } from "@/lib/logs/feed";
import { type LogSource, lineSelector } from "@/lib/logs/select";
import { logSources, type ServiceLogs } from "@/lib/logs/sources";
import type { LogLine } from "@/lib/logs/types";
import type { StackRef } from "@/lib/place";
import { decodeCursor, encodeCursor, shortHash } from "./cursor";
import { startLane } from "./lane";
import { LineReader, type LinesOf } from "./line-reader";
import type { Feeds, Followed } from "./log-feeds";
import { logState } from "./log-state";
import { partError } from "./public-error";
import { Bell, type RunningTopic } from "./topic";
import type { LogFilter } from "./topics";
import type { LogParts, Part } from "./types";

/** What a viewer sees at first: the newest lines. */
export const FIRST_LINES = 500;
const FIRST_CHARS = 2_000_000;
const HISTORY_MS = 7 * 24 * 60 * 60_000;
const SOURCES_MS = 10_000;
/** After a restart, lines are asked for again from this long before the last one seen: late stamps. */
const REFILL_BACK_MS = 60_000;
const TICK_MS = 5_000;
const REFILL_SPAN_MS = 60 * 60_000;

export interface LogTopicOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly log: (message: string, cause: unknown) => void;
  readonly context: AwsContext;
  readonly feeds: Feeds;
  readonly ref: StackRef;
  readonly filter: LogFilter;
}

/** Topic `logs/…`: a view of the groups a service's containers write to, with its own filter and first lines. */
export function startLogTopic(options: LogTopicOptions): RunningTopic {
  const { name, clock, log, context, feeds, ref, filter } = options;
  const bell = new Bell();
  const life = new AbortController();
  // Every reader that comes back after a restart waits on it.
  setMaxListeners(0, life.signal);
  const following = new Map<string, Followed>();
  let sources: readonly LogSource[] = [];
  let sourcesFailure: unknown = null;
  let otherDriver: string | undefined;
  let selects: (line: LogLine) => boolean = () => false;
  let history: readonly LogLine[] = [];
  let historyOf = "";
  let known = false;
  let lastSources = "";

  const feedList = () => [...following.values()].map(({ feed }) => feed);

  /** What the feeds keep of this view, newest `count`, before numbers that a reader goes on from. */
  function kept(count: number): LogLine[] {
    const lines = feedList().flatMap((feed) => feed.ring.from(0).filter(selects));
    return withinChars(uniqueLines([history, lines]).slice(-count));
  }

  function stateData(hasLines: boolean) {
    return logState({
      sourcesFailure,
      otherDriver,
      groups: feedList().map((feed) => ({ group: feed.group, failure: feed.failure(), answered: feed.answered() })),
      hasLines,
    });
  }

  function statePart(): Part<unknown> {
    const failure =
      sourcesFailure ??
      feedList()
        .find((feed) => feed.failure() !== null)
        ?.failure() ??
      null;
    const hasLines = history.length > 0 || feedList().some((feed) => feed.ring.next > 0);
    const data = stateData(hasLines);
    return { data, at: data ? context.now() : 0, error: failure ? partError(failure, () => {}) : null };
  }

  const stateHash = (part: Part<unknown>) => shortHash(JSON.stringify([part.data, part.error]));
  const positions = () => Object.fromEntries(feedList().map((feed) => [feed.group, feed.ring.next]));
  const cursorAt = (at: Readonly<Record<string, number>>, state: string) =>
    encodeCursor({
      kind: "lines",
      ingested: Math.max(0, ...feedList().map((feed) => feed.ingested()), ...history.map((line) => line.ingestedAt)),
      epoch: feeds.epoch,
      positions: at,
      state,
    });

  async function readSources(): Promise<null> {
    let found: ServiceLogs | null;
    try {
      found = await logSources(context, ref.stack);
      sourcesFailure = null;
    } catch (error) {
      sourcesFailure = sources.length > 0 ? null : error;
      known = true;
      bell.ring();
      throw error;
    }
    if (life.signal.aborted) return null;
    // Sources are added, never removed: a version that is going away still has lines to read.
    const all = new Map([...sources, ...(found?.sources ?? [])].map((source) => [JSON.stringify(source), source]));
    otherDriver = all.size > 0 ? undefined : found?.otherDriver;
    const key = [...all.keys()].join();
    if (key !== lastSources) {
      lastSources = key;
      sources = [...all.values()];
      selects = lineSelector(sources, filter);
      for (const { group } of sources) {
        if (!following.has(group))
          following.set(
            group,
            feeds.acquire(context, group, () => bell.ring()),
          );
      }
      await readHistory(key);
    }
    known = true;
    bell.ring();
    return null;
  }

  /** The newest lines of the view from before its feeds began. */
  async function readHistory(key: string): Promise<void> {
    if (historyOf === key) return;
    historyOf = key;
    const from = context.now() - HISTORY_MS;
    const wanted = filter.container ? sources.filter(({ container }) => container === filter.container) : sources;
    const lists = await Promise.all(
      wanted.map(({ group, container, streamPrefix }) => {
        const prefix = streamPrefix ? `${streamPrefix}/${container}/${filter.task ?? ""}` : undefined;
        const pattern = filter.text ? `%${escapePattern(filter.text)}%` : undefined;
        return newestLogEvents(context, { group, from, prefix, pattern }, FIRST_LINES).catch((): LogLine[] => []);
      }),
    );
    history = uniqueLines(lists).filter(selects).slice(-FIRST_LINES);
  }

  const lane = startLane(
    { name: "sources", parts: [], every: () => SOURCES_MS, run: readSources },
    { done: () => {}, failed: (_, cause) => void partError(cause, log), slow: () => bell.ring() },
    clock,
    life.signal,
  );

  function snapshot() {
    const state = statePart();
    const lines = kept(FIRST_LINES);
    const parts = { lines: { data: lines, at: state.at, error: null }, state } as LogParts;
    return { topic: name, cursor: cursorAt(positions(), stateHash(state)), now: context.now(), parts };
  }

  /** Lines that came since a cursor of another process, or too old for the feeds; null when that is too much. */
  async function refill(ingested: number): Promise<LogLine[] | null> {
    while (!known && !life.signal.aborted) await bell.wait(life.signal);
    if (ingested === 0 || context.now() - ingested > REFILL_SPAN_MS) return null;
    const from = ingested - REFILL_BACK_MS;
    const lists: (readonly LogLine[])[] = [];
    for (const list of await Promise.all([...following.values()].map((group) => group.since(from)))) {
      if (list === null) return null;
      lists.push(list);
    }
    return uniqueLines(lists).filter((line) => line.ingestedAt >= ingested - REFILL_BACK_MS && selects(line));
  }

  const view: LinesOf = {
    topic: name,
    now: () => context.now(),
    feeds: () => feedList(),
    selects: (line) => selects(line),
    state: () => {
      const part = statePart();
      return { part, hash: stateHash(part) };
    },
    cursorAt,
    snapshot,
    refill,
    ring: () => bell.ring(),
  };

  void ringForTicks();
  async function ringForTicks(): Promise<void> {
    while (!life.signal.aborted) {
      await clock.sleep(TICK_MS, life.signal);
      bell.ring();
    }
  }

  return {
    snapshot,
    async ready(_maxAge, signal) {
      const answered = () => known && feedList().every((feed) => feed.answered() || feed.failure() !== null);
      while (!signal.aborted && !life.signal.aborted && !answered()) await bell.wait(signal);
    },
    reader(from) {
      const cursor = from ? decodeCursor(from) : null;
      return new LineReader(view, from, cursor?.kind === "lines" ? cursor : null, feeds.epoch);
    },
    changed: (signal) => bell.wait(signal),
    touch() {
      lane.wake();
      for (const feed of feedList()) feed.wake();
    },
    stop() {
      life.abort();
      for (const { release } of following.values()) release();
      following.clear();
      bell.ring();
    },
  };
}

/** The newest lines that together fit a first page; single lines may have a megabyte. */
function withinChars(lines: readonly LogLine[]): LogLine[] {
  let chars = 0;
  const from = lines.findLastIndex(({ message }) => {
    chars += message.length;
    return chars > FIRST_CHARS;
  });
  return lines.slice(from + 1);
}

/** Plain text inside a CloudWatch `%…%` pattern, which is a regular expression. */
const escapePattern = (text: string): string => text.replace(/[^\w\s]/g, (char) => `\\${char}`);
