import "server-only";
import type { LogFeed } from "@/lib/logs/feed";
import { byTime } from "@/lib/logs/select";
import type { LogLine } from "@/lib/logs/types";
import type { Cursor } from "./cursor";
import type { Reader } from "./topic";
import type { Frame, Part, Snapshot } from "./types";

/** What a reader of lines needs of its topic. */
export interface LinesOf {
  readonly topic: string;
  now(): number;
  feeds(): readonly LogFeed[];
  selects(line: LogLine): boolean;
  state(): { part: Part<unknown>; hash: string };
  cursorAt(positions: Readonly<Record<string, number>>, state: string): string;
  snapshot(): Snapshot<object>;
  refill(ingested: number): Promise<LogLine[] | null>;
  ring(): void;
}

type LinesCursor = Extract<Cursor, { kind: "lines" }>;

/** A frame holds at most this many lines; the rest comes with the next. */
const LINES_A_FRAME = 2_000;
/** Without news a listener is told the time this often, so that ages go on counting. */
const TICK_MS = 5_000;
const lastFrames = new WeakMap<LinesOf, { key: string; frame: Frame }>();

/** One listener's place in the feeds: numbers only, so one that reads slowly costs nothing but what it is told it missed. */
export class LineReader implements Reader {
  #positions: Record<string, number> = {};
  #stateHash = "";
  #opening: readonly Frame[] | null = null;
  #filling = false;
  #saidAt = 0;

  constructor(
    private readonly of: LinesOf,
    given: string | undefined,
    cursor: LinesCursor | null,
    epoch: string,
  ) {
    if (!cursor) {
      this.#open(given ? "reset" : "snapshot");
      return;
    }
    this.#stateHash = cursor.state;
    const feeds = of.feeds();
    const here =
      cursor.epoch === epoch &&
      feeds.every(({ group, ring }) => (cursor.positions[group] ?? -1) >= ring.first || ring.next === 0);
    if (here && feeds.length > 0) this.#positions = { ...cursor.positions };
    else void this.#fill(cursor.ingested);
  }

  next(): readonly Frame[] {
    if (this.#filling) return [];
    const frames: Frame[] = [];
    if (this.#opening) {
      frames.push(...this.#opening);
      this.#opening = null;
    }
    const { part, hash } = this.of.state();
    if (hash !== this.#stateHash && part.data !== null) {
      this.#stateHash = hash;
      frames.push(this.#frame({ type: "parts", parts: { state: part } }));
    }
    const lines = this.#lines();
    if (lines) frames.push(lines);
    const now = this.of.now();
    if (frames.length > 0) this.#saidAt = now;
    else if (Math.abs(now - this.#saidAt) >= TICK_MS) {
      this.#saidAt = now;
      frames.push({ type: "tick", topic: this.of.topic, now });
    }
    return frames;
  }

  #open(type: "snapshot" | "reset"): void {
    const snapshot = this.of.snapshot();
    this.#positions = Object.fromEntries(this.of.feeds().map(({ group, ring }) => [group, ring.next]));
    this.#stateHash = this.of.state().hash;
    this.#opening = [{ ...snapshot, type }];
  }

  /** Goes on from another process's cursor: what came in between is asked for, then the feeds take over. */
  async #fill(ingested: number): Promise<void> {
    this.#filling = true;
    try {
      const lines = await this.of.refill(ingested);
      if (lines === null) {
        this.#open("reset");
        return;
      }
      // All the feeds keep is sent after it: a line that comes twice is told by its id in the browser.
      this.#positions = {};
      this.#opening = lines.length > 0 ? [this.#frame({ type: "lines", lines })] : null;
    } catch {
      this.#open("reset");
    } finally {
      this.#filling = false;
      this.of.ring();
    }
  }

  /** Lines since the last call; `skipped` counts those the feeds dropped before this listener came for them. */
  #lines(): Frame | null {
    const found: LogLine[] = [];
    let skipped = 0;
    const from: string[] = [];
    for (const { group, ring } of this.of.feeds()) {
      const at = this.#positions[group] ?? ring.first;
      const start = Math.max(at, ring.first);
      skipped += start - at;
      const chunk = ring.from(start, LINES_A_FRAME);
      this.#positions[group] = start + chunk.length;
      if (chunk.length === 0 && start === at) continue;
      from.push(`${group}:${at}-${start + chunk.length}`);
      for (const line of chunk) if (this.of.selects(line)) found.push(line);
    }
    if (found.length === 0 && skipped === 0) return null;
    // Listeners at the same place get the same object, so it is written as JSON once.
    const key = from.join();
    const last = lastFrames.get(this.of);
    if (last?.key === key) return last.frame;
    const frame = this.#frame({ type: "lines", lines: found.sort(byTime), skipped: skipped || undefined });
    lastFrames.set(this.of, { key, frame });
    return frame;
  }

  #frame(
    body:
      | { type: "lines"; lines: readonly LogLine[]; skipped?: number }
      | { type: "parts"; parts: { state: Part<unknown> } },
  ): Frame {
    const cursor = this.of.cursorAt({ ...this.#positions }, this.#stateHash);
    return { ...body, topic: this.of.topic, cursor, now: this.of.now() };
  }
}
