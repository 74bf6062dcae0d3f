import { firstAfter, firstFrom, type LogStream } from "./log-lines";

/** A line's place among all streams of a group. */
export interface MergePosition {
  readonly at: number;
  /** The stream's id. */
  readonly stream: string;
  readonly seq: number;
}

export interface MergeRange {
  /** Both inclusive, ms. */
  readonly since: number;
  readonly until: number;
  /** 1 oldest first, -1 newest first. */
  readonly step: 1 | -1;
  /** Goes on after this line. */
  readonly resume?: MergePosition | undefined;
}

export interface MergedLine {
  readonly name: string;
  readonly stream: LogStream;
  readonly index: number;
}

interface Cursor {
  readonly name: string;
  readonly stream: LogStream;
  readonly low: number;
  readonly high: number;
  index: number;
}

/**
 * The lines of many streams in one order, by time, then by the stream's id, then by arrival. Costs the logarithm of the
 * number of streams a line; ends with undefined. Not to be kept while lines come in: make it anew from a position.
 */
export function mergeStreams(
  streams: Iterable<readonly [string, LogStream]>,
  { since, until, step, resume }: MergeRange,
): () => MergedLine | undefined {
  const heap: Cursor[] = [];
  for (const [name, stream] of streams) {
    const low = firstFrom(stream, since);
    const high = Math.max(low, firstFrom(stream, until + 1));
    const cursor: Cursor = { name, stream, low, high, index: step > 0 ? low : high - 1 };
    if (resume) cursor.index = resumeAt(cursor, resume, step);
    if (cursor.index >= low && cursor.index < high) heap.push(cursor);
  }
  const comes = (a: Cursor, b: Cursor): number => {
    const difference = (a.stream.at[a.index] ?? 0) - (b.stream.at[b.index] ?? 0);
    return (difference || (a.stream.id < b.stream.id ? -1 : 1)) * step;
  };
  const sink = (from: number): void => {
    const cursor = heap[from];
    if (!cursor) return;
    let at = from;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (!left) break;
      const isRight = right !== undefined && comes(right, left) < 0;
      const child = isRight ? right : left;
      if (comes(child, cursor) >= 0) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = cursor;
  };
  for (let index = heap.length >> 1; index >= 0; index--) sink(index);

  return () => {
    const cursor = heap[0];
    if (!cursor) return undefined;
    const line = { name: cursor.name, stream: cursor.stream, index: cursor.index };
    cursor.index += step;
    if (cursor.index < cursor.low || cursor.index >= cursor.high) {
      const last = heap.pop();
      if (last && last !== cursor) heap[0] = last;
    }
    sink(0);
    return line;
  };
}

/** Where a stream goes on after a position that may be another stream's. */
function resumeAt({ stream, low, high }: Cursor, position: MergePosition, step: number): number {
  const own = step > 0 ? position.seq : position.seq - 1;
  const passed = stream.id === position.stream ? own : stream.id < position.stream ? Number.MAX_SAFE_INTEGER : 0;
  const after = firstAfter(stream, position.at, passed);
  return step > 0 ? Math.max(low, after) : Math.min(high, after) - 1;
}
