import type { LogLine } from "./types";

/** The newest lines in order of arrival, each with a number that counts on for ever. Bounded in lines and text. */
export class LineRing {
  #lines: LogLine[] = [];
  #first = 0;
  #chars = 0;

  constructor(
    private readonly maxLines: number,
    private readonly maxChars: number,
  ) {}

  /** The number of the oldest kept line, and of the next one to come. */
  get first(): number {
    return this.#first;
  }
  get next(): number {
    return this.#first + this.#lines.length;
  }

  push(lines: readonly LogLine[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#chars += line.message.length;
    }
    let drop = Math.max(0, this.#lines.length - this.maxLines);
    let chars = this.#chars;
    for (let index = 0; index < drop; index += 1) chars -= this.#lines[index]?.message.length ?? 0;
    while (chars > this.maxChars && drop < this.#lines.length) {
      chars -= this.#lines[drop]?.message.length ?? 0;
      drop += 1;
    }
    if (drop === 0) return;
    this.#lines = this.#lines.slice(drop);
    this.#first += drop;
    this.#chars = chars;
  }

  /** Lines from a number on, in order of arrival, at most `limit`. */
  from(number: number, limit = Number.POSITIVE_INFINITY): readonly LogLine[] {
    const start = Math.max(0, number - this.#first);
    return this.#lines.slice(start, Math.min(this.#lines.length, start + limit));
  }
}
