import "server-only";
import { setMaxListeners } from "node:events";
import type { Clock } from "@/lib/clock";
import type { PublicError } from "@/lib/errors";
import { decodeCursor, encodeCursor, shortHash } from "./cursor";
import type { RecordedPart } from "./hub-types";
import { type Lane, type RunningLane, SLOW_MS, startLane } from "./lane";
import { partError } from "./public-error";
import { Bell, type Reader, type RunningTopic } from "./topic";
import type { Frame, Part, Snapshot } from "./types";

export type Parts = Readonly<Record<string, Part<unknown>>>;

/** What a state topic is made of. */
export interface StateTopicPlan {
  readonly parts: readonly string[];
  readonly lanes: readonly Lane[];
  /** Parts worked out from others after each change, e.g. health. */
  derive?(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Lanes to run at once because these parts changed. */
  wakes?(changed: ReadonlySet<string>): readonly string[];
}

export interface StateTopicOptions {
  readonly name: string;
  readonly clock: Clock;
  /** The account's time, ms. */
  now(): number;
  plan(access: StateAccess): StateTopicPlan;
  readonly log: (message: string, cause: unknown) => void;
  /** Parts as last recorded, for the time before AWS answers. */
  readonly recorded?: () => Promise<readonly RecordedPart[]>;
  readonly record?: (parts: readonly RecordedPart[]) => Promise<void>;
}

/** What lanes see of their topic. */
export interface StateAccess {
  value(part: string): unknown;
  error(part: string): PublicError | null;
  /** False until the first answer, this time or recorded. */
  known(part: string): boolean;
  wake(lane: string): void;
}

interface Slot {
  part: Part<unknown>;
  hash: string;
  json: string;
  /** The topic's version at the last change, and at the last good answer. */
  version: number;
  read: number;
  /** Has answered or failed since the topic started. */
  answered: boolean;
}

const RECORD_EVERY_MS = 30_000;
const AGES_EVERY_MS = 5_000;
const EMPTY: Part<unknown> = { data: null, at: 0, error: null };

/** A topic whose parts are replaced whole. Lanes fill them; listeners get only those that changed. */
export function startStateTopic(options: StateTopicOptions): RunningTopic {
  const { name, clock, log } = options;
  const slots = new Map<string, Slot>();
  const running = new Map<string, RunningLane>();
  const bell = new Bell();
  const life = new AbortController();
  // Each lane and each waiting listener hears its end.
  setMaxListeners(0, life.signal);
  let version = 1;
  let recordedAt = clock.now();
  let lastAges = clock.now();
  let lastFrame: { key: string; frame: Frame } | undefined;
  const plan = options.plan({
    value: (part) => slots.get(part)?.part.data ?? null,
    error: (part) => slots.get(part)?.part.error ?? null,
    known: (part) => (slots.get(part)?.part.at ?? 0) > 0,
    wake: (lane) => running.get(lane)?.wake(),
  });
  for (const part of plan.parts) {
    slots.set(part, { part: EMPTY, hash: "", json: "", version: 0, read: 0, answered: false });
  }

  const values = () => Object.fromEntries([...slots].map(([part, slot]) => [part, slot.part.data]));
  const parts = (): Parts => Object.fromEntries([...slots].map(([part, slot]) => [part, slot.part]));
  const cursor = () =>
    encodeCursor({ kind: "state", seen: Object.fromEntries([...slots].map(([part, slot]) => [part, slot.hash])) });

  /** Puts a value or error in its slot; true when a listener must hear of it. */
  function put(name: string, next: Part<unknown>): boolean {
    const slot = slots.get(name);
    if (!slot) return false;
    slot.answered = true;
    const json = JSON.stringify([next.data, next.error]);
    if (json === slot.json) {
      slot.part = { ...slot.part, at: next.at };
      slot.read = next.at;
      return false;
    }
    slot.part = next;
    slot.json = json;
    slot.hash = shortHash(json);
    slot.version = ++version;
    slot.read = next.at;
    return true;
  }

  function commit(lane: Lane, values: Readonly<Record<string, unknown>>): void {
    const at = options.now();
    const caveat = lane.caveat?.();
    const error = caveat ? partError(caveat, log) : null;
    const changed = new Set<string>();
    for (const [part, data] of Object.entries(values)) {
      if (put(part, { data, at, error })) changed.add(part);
    }
    settle(changed);
  }

  function settle(changed: Set<string>): void {
    if (plan.derive) {
      for (const [part, data] of Object.entries(plan.derive(values()))) {
        if (data !== undefined && put(part, { data, at: options.now(), error: null })) changed.add(part);
      }
    }
    for (const lane of plan.wakes?.(changed) ?? []) running.get(lane)?.wake();
    bell.ring();
    void recordSometimes();
  }

  function fail(lane: Lane, error: PublicError): void {
    const changed = new Set<string>();
    for (const part of lane.parts) {
      const slot = slots.get(part);
      if (slot && put(part, { ...slot.part, error })) changed.add(part);
    }
    settle(changed);
  }

  async function recordSometimes(force = false): Promise<void> {
    if (!options.record || (!force && clock.now() - recordedAt < RECORD_EVERY_MS)) return;
    if (![...slots.values()].some((slot) => slot.part.at > 0)) return;
    recordedAt = clock.now();
    const good = [...slots].flatMap(([part, slot]) =>
      slot.part.at > 0 ? [{ part, at: slot.part.at, data: slot.part.data }] : [],
    );
    await options.record(good).catch((cause) => log(`last values of ${name} were not kept`, cause));
  }

  async function recall(): Promise<void> {
    const recorded = (await options.recorded?.().catch(() => [])) ?? [];
    for (const { part, at, data } of recorded) {
      const slot = slots.get(part);
      // AWS may have answered meanwhile: a recorded value never replaces a read one.
      if (!slot || slot.part.at > 0 || data === null || data === undefined) continue;
      const { answered } = slot;
      put(part, { data, at, error: slot.part.error });
      slot.answered = answered;
    }
    bell.ring();
  }

  const recalled = recall();
  for (const lane of plan.lanes) {
    running.set(
      lane.name,
      startLane(
        lane,
        {
          done: (lane, values) => values && commit(lane, values),
          failed: (failed, cause) => fail(failed, partError(cause, log)),
          slow: (slow) =>
            fail(slow, {
              code: "aws_unreachable",
              message: `AWS has not answered for ${SLOW_MS / 1_000} seconds.`,
              details: {},
            }),
        },
        clock,
        life.signal,
      ),
    );
  }
  void ringForAges();

  async function ringForAges(): Promise<void> {
    while (!life.signal.aborted) {
      await clock.sleep(AGES_EVERY_MS, life.signal);
      lastAges = clock.now();
      bell.ring();
    }
  }

  const snapshot = (): Snapshot<object> => ({ topic: name, cursor: cursor(), now: options.now(), parts: parts() });

  return {
    snapshot,
    async ready(maxAgeMs, signal) {
      await Promise.race([recalled, new Promise((resolve) => setImmediate(resolve))]);
      const since = options.now() - (maxAgeMs ?? Number.POSITIVE_INFINITY);
      // Derived parts follow from these.
      const read = plan.lanes.flatMap((lane) => lane.parts.flatMap((part) => slots.get(part) ?? []));
      const stale = (slot: Slot) => !slot.answered || (slot.part.error === null && slot.part.at < since);
      if (maxAgeMs !== undefined) {
        for (const { lane, wake } of running.values()) {
          if (lane.parts.some((part) => slots.get(part)?.answered && stale(slots.get(part) as Slot))) wake();
        }
      }
      while (!signal.aborted && !life.signal.aborted && read.some(stale)) await bell.wait(signal);
    },
    reader: (from) => stateReader(from),
    changed: (signal) => bell.wait(signal),
    touch() {
      for (const { wake } of running.values()) wake();
    },
    stop() {
      void recordSometimes(true);
      life.abort();
      bell.ring();
    },
  };

  /** Listeners that lack the same parts get the same object, so it is written as JSON once. */
  function partsFrame(fresh: readonly (readonly [string, Slot])[]): Frame {
    const key = fresh.map(([part, slot]) => `${part}@${slot.version}`).join();
    if (lastFrame?.key === key) return lastFrame.frame;
    const changed = Object.fromEntries(fresh.map(([part, slot]) => [part, slot.part]));
    const frame: Frame = { type: "parts", topic: name, cursor: cursor(), now: options.now(), parts: changed };
    lastFrame = { key, frame };
    return frame;
  }

  function stateReader(from: string | undefined): Reader {
    const known = from ? decodeCursor(from) : null;
    const seen = known?.kind === "state" ? known.seen : null;
    let sent = 0;
    let agesSent = lastAges;
    const reads = new Map([...slots].map(([part, slot]) => [part, slot.read]));
    let first = true;
    return {
      next() {
        const frames: Frame[] = [];
        const now = options.now();
        if (first && !seen) {
          frames.push({ ...snapshot(), type: from ? "reset" : "snapshot" });
        } else {
          const fresh = [...slots].filter(([part, slot]) =>
            first ? slot.version > 0 && seen?.[part] !== slot.hash : slot.version > sent,
          );
          if (fresh.length > 0) {
            frames.push(partsFrame(fresh));
          }
        }
        if (agesSent !== lastAges) {
          agesSent = lastAges;
          const at: Record<string, number> = {};
          for (const [part, slot] of slots) if (reads.get(part) !== slot.read) at[part] = slot.read;
          for (const [part, slot] of slots) reads.set(part, slot.read);
          frames.push({ type: "tick", topic: name, now, at });
        }
        first = false;
        sent = version;
        return frames;
      },
    };
  }
}
