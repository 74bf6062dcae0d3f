import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { logEventsPage } from "@/lib/aws/logs";
import type { Clock } from "@/lib/clock";
import { LineRing } from "./ring";
import { byTime } from "./select";
import type { LogLine } from "./types";

/** The pace while lines flow: three calls a second; a quiet group is asked once a second. */
const FLOWING_MS = 350;
const QUIET_MS = 1_000;
const QUIET_AFTER_MS = 30_000;
/** How far behind the newest line each look reaches; less when lines come fast, to stay near 2,000 a look. */
const LOOK_BACK_MS = 5_000;
const LEAST_LOOK_BACK_MS = 500;
const LOOK_LINES = 2_000;
/** A deeper look now and then catches what was stamped later still. */
const DEEP_EVERY_MS = 5_000;
const DEEP_LOOK_BACK_MS = 30_000;
const DEEP_LINES = 50_000;
const PAGES_A_LOOK = 10;
const KEPT_LINES = 20_000;
const KEPT_CHARS = 32 * 1024 * 1024;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 8_000;

export interface LogFeed {
  readonly group: string;
  readonly ring: LineRing;
  /** The newest ingestion time seen, ms. */
  ingested(): number;
  /** What kept the last look from being answered, or null. */
  failure(): unknown;
  /** True once the group has answered. */
  answered(): boolean;
  /** Looks at once. */
  wake(): void;
  stop(): void;
}

/**
 * Follows one log group for all who read it. CloudWatch lets lines in late (by their time stamp), so each look reaches
 * back behind the newest line, and lines already seen are told by their event id.
 */
export function followGroup(options: {
  context: AwsContext;
  group: string;
  clock: Clock;
  changed: () => void;
}): LogFeed {
  const { context, group, clock, changed } = options;
  const ring = new LineRing(KEPT_LINES, KEPT_CHARS);
  const life = new AbortController();
  /** Ids a look may bring again, with their times. */
  const seen = new Map<string, number>();
  let newest = 0;
  let ingested = 0;
  let lastLineAt = Number.NEGATIVE_INFINITY;
  let lastDeepAt = Number.NEGATIVE_INFINITY;
  let perMs = 0;
  let failure: unknown = null;
  let failures = 0;
  let answered = false;
  let nap: AbortController | undefined;

  /** Lines from `from` (event time) on that were not seen before, told page by page. */
  async function look(from: number): Promise<number> {
    let token: string | undefined;
    let found = 0;
    for (let page = 0; page < PAGES_A_LOOK; page += 1) {
      const { items, next } = await logEventsPage(context, { group, from }, token);
      if (life.signal.aborted) return found;
      const fresh = items.filter((line) => !seen.has(line.id));
      for (const line of fresh) {
        seen.set(line.id, line.at);
        // A line stamped ahead of AWS's clock must not carry the looks past what is still to come.
        newest = Math.max(newest, Math.min(line.at, context.now()));
        ingested = Math.max(ingested, line.ingestedAt);
      }
      found += fresh.length;
      const first = !answered;
      answered = true;
      if (fresh.length > 0) ring.push(fresh.sort(byTime));
      if (fresh.length > 0 || first) changed();
      if (!next || next === token) break;
      token = next;
    }
    return found;
  }

  async function turn(): Promise<void> {
    const now = clock.now();
    const deep = now - lastDeepAt >= DEEP_EVERY_MS;
    const reach = deep
      ? clamp(DEEP_LINES / perMs, LOOK_BACK_MS, DEEP_LOOK_BACK_MS)
      : clamp(LOOK_LINES / perMs, LEAST_LOOK_BACK_MS, LOOK_BACK_MS);
    if (newest === 0) newest = context.now();
    const from = Math.floor(newest - reach);
    const started = clock.now();
    const found = await look(from);
    if (deep) {
      lastDeepAt = now;
      const horizon = newest - DEEP_LOOK_BACK_MS - 1_000;
      for (const [id, at] of seen) if (at < horizon) seen.delete(id);
    }
    if (found > 0) lastLineAt = clock.now();
    const span = Math.max(FLOWING_MS, clock.now() - started);
    perMs = perMs * 0.8 + (found / span) * 0.2;
  }

  async function loop(): Promise<void> {
    while (!life.signal.aborted) {
      const started = clock.now();
      try {
        await turn();
        failures = 0;
        if (failure !== null) {
          failure = null;
          changed();
        }
      } catch (cause) {
        if (life.signal.aborted) return;
        failures += 1;
        failure = cause;
        changed();
      }
      const pace = clock.now() - lastLineAt < QUIET_AFTER_MS ? FLOWING_MS : QUIET_MS;
      const wait =
        failures > 0
          ? Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1))
          : pace - (clock.now() - started);
      nap = new AbortController();
      await clock.sleep(Math.max(0, wait), nap.signal);
    }
  }

  life.signal.addEventListener("abort", () => nap?.abort(), { once: true });
  void loop();
  return {
    group,
    ring,
    ingested: () => ingested,
    failure: () => failure,
    answered: () => answered,
    wake: () => nap?.abort(),
    stop: () => life.abort(),
  };
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** The ids and times of lines, for those who keep lists of their own. */
export const uniqueLines = (lists: readonly (readonly LogLine[])[]): LogLine[] =>
  [...new Map(lists.flat().map((line) => [line.id, line])).values()].sort(byTime);
