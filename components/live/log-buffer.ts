import type { LogLine } from "@/lib/logs/types";

/** What a virtual list draws from. A new object after each change, so that memoised components notice. */
export interface LogView {
  readonly length: number;
  get(index: number): LogLine | undefined;
  /** Lines ever removed from the front: `removed + index` names a line for as long as it is kept. */
  readonly removed: number;
}

export const KEPT_LINES = 100_000;
/** Trimmed in lumps, for cutting the front of an array moves all the rest. */
const TRIM_LUMP = 5_000;

const before = (a: LogLine, b: LogLine): boolean =>
  a.at !== b.at ? a.at < b.at : a.ingestedAt !== b.ingestedAt ? a.ingestedAt < b.ingestedAt : a.id < b.id;

/** The newest lines in time order, none twice; lines stamped late go where they belong. */
export class LogBuffer {
  #lines: LogLine[] = [];
  #ids = new Set<string>();
  #removed = 0;

  constructor(
    lines: readonly LogLine[] = [],
    private readonly kept = KEPT_LINES,
  ) {
    this.add(lines);
  }

  /** Answers how many were new. */
  add(lines: readonly LogLine[]): number {
    let added = 0;
    for (const line of lines) {
      if (this.#ids.has(line.id)) continue;
      this.#ids.add(line.id);
      added += 1;
      const last = this.#lines.at(-1);
      if (!last || !before(line, last)) this.#lines.push(line);
      else this.#lines.splice(this.#place(line), 0, line);
    }
    const lump = Math.min(TRIM_LUMP, this.kept);
    if (this.#lines.length > this.kept + lump) this.#trim(this.#lines.length - this.kept);
    return added;
  }

  clear(): void {
    this.#removed += this.#lines.length;
    this.#lines = [];
    this.#ids.clear();
  }

  lines(): readonly LogLine[] {
    return this.#lines;
  }

  view(): LogView {
    const lines = this.#lines;
    return { length: lines.length, removed: this.#removed, get: (index) => lines[index] };
  }

  #trim(count: number): void {
    for (const line of this.#lines.splice(0, count)) this.#ids.delete(line.id);
    this.#removed += count;
  }

  #place(line: LogLine): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#lines[middle];
      if (there && before(there, line)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
