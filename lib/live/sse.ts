import "server-only";
import { setMaxListeners } from "node:events";
import type { Clock } from "@/lib/clock";
import type { Hub } from "./hub-types";
import { partError } from "./public-error";
import type { Frame } from "./types";

/** Frames that come within this time go into one event. */
const BATCH_MS = 50;
const TICK_MS = 15_000;
const SESSION_CHECK_MS = 5_000;
/** A listener that reads slowly stops being read for after this many frames; the topics then send it only the newest. */
const MOST_PENDING = 32;

export interface StreamOptions {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly topics: readonly { topic: string; cursor?: string }[];
  readonly signal: AbortSignal;
  /** Asked every 5 s; false ends the stream. */
  readonly stillValid: () => Promise<boolean>;
  readonly log: (message: string, cause: unknown) => void;
}

/** Server-sent events over any number of topics: each event's data is a JSON array of frames. Pure of HTTP. */
export async function* eventStream(options: StreamOptions): AsyncGenerator<string> {
  const { hub, clock, topics, signal, log } = options;
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  const stop = () => end.abort();
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  const pending: Frame[] = [];
  const filled = new Gate();
  const drained = new Gate();
  let open = topics.length;

  async function pump(topic: string, cursor: string | undefined): Promise<void> {
    try {
      for await (const frame of hub.subscribe(topic, { cursor, signal: end.signal })) {
        pending.push(frame);
        filled.open();
        while (pending.length >= MOST_PENDING && !end.signal.aborted) await drained.wait();
      }
      open -= 1;
    } catch (cause) {
      // One topic that cannot be does not take the others with it.
      if (!end.signal.aborted) pending.push({ type: "error", topic, error: partError(cause, log) });
    }
    filled.open();
  }

  async function watchSession(): Promise<void> {
    while (!end.signal.aborted) {
      await clock.sleep(SESSION_CHECK_MS, end.signal);
      if (!end.signal.aborted && !(await options.stillValid())) stop();
    }
  }

  async function tick(): Promise<void> {
    while (!end.signal.aborted) {
      await clock.sleep(TICK_MS, end.signal);
      filled.open();
    }
  }

  end.signal.addEventListener("abort", () => {
    filled.open();
    drained.open();
  });
  for (const { topic, cursor } of topics) void pump(topic, cursor);
  void watchSession();
  void tick();

  const cursors = new Map<string, string>();
  let sentAt = Number.NEGATIVE_INFINITY;
  try {
    // The comment makes the response begin before anything has changed.
    yield ": open\n\n";
    while (!end.signal.aborted) {
      if (pending.length === 0) await filled.wait();
      if (end.signal.aborted) return;
      if (open === 0 && pending.length === 0) return;
      const since = clock.now() - sentAt;
      if (pending.length === 0) {
        if (since >= TICK_MS) yield ": still here\n\n";
        continue;
      }
      if (since < BATCH_MS) await clock.sleep(BATCH_MS - since, end.signal);
      sentAt = clock.now();
      const frames = pending.splice(0);
      drained.open();
      for (const frame of frames) if ("cursor" in frame) cursors.set(frame.topic, frame.cursor);
      yield event(frames, cursors);
    }
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
  }
}

const written = new WeakMap<Frame, string>();

/** A frame that goes to many listeners is the same object for all, and is written once. */
function json(frame: Frame): string {
  const known = written.get(frame);
  if (known !== undefined) return known;
  const text = JSON.stringify(frame);
  written.set(frame, text);
  return text;
}

function event(frames: readonly Frame[], cursors: ReadonlyMap<string, string>): string {
  const id = cursors.size > 0 ? `id: ${[...cursors.values()].join(",")}\n` : "";
  return `${id}data: [${frames.map(json).join(",")}]\n\n`;
}

/** Opens once for all who wait. Opening before anybody waits is remembered. */
class Gate {
  #opened = false;
  #waiting: (() => void)[] = [];

  open(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) this.#opened = true;
    for (const pass of waiting) pass();
  }

  wait(): Promise<void> {
    if (this.#opened) {
      this.#opened = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
