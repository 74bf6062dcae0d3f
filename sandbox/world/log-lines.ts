/** One stream's lines in parallel arrays, sorted by time, then by arrival: compact in memory and as JSON. */
export interface LogStream {
  readonly id: string;
  readonly createdAt: number;
  /** Event times, ms. */
  readonly at: number[];
  readonly message: string[];
  /** Arrival number in the stream: with the time it is the event's identity, whatever is inserted or dropped around it. */
  readonly seq: number[];
  readonly ingested: number[];
  next: number;
  /** When the newest arrival came in, ms. */
  lastIngestedAt?: number;
}

export interface LogEvent {
  readonly at: number;
  readonly seq: number;
  readonly message: string;
  readonly ingestedAt: number;
}

export const emptyStream = (id: string, createdAt: number): LogStream => ({
  id,
  createdAt,
  at: [],
  message: [],
  seq: [],
  ingested: [],
  next: 1,
});

/** Adds a line in its place: nearly always the end, but a late one goes where its time belongs. */
export function insert(stream: LogStream, at: number, message: string, now: number): void {
  const seq = stream.next++;
  stream.lastIngestedAt = now;
  const last = stream.at[stream.at.length - 1];
  if (last === undefined || last <= at) {
    stream.at.push(at);
    stream.message.push(message);
    stream.seq.push(seq);
    stream.ingested.push(now);
    return;
  }
  const index = firstAfter(stream, at, seq);
  stream.at.splice(index, 0, at);
  stream.message.splice(index, 0, message);
  stream.seq.splice(index, 0, seq);
  stream.ingested.splice(index, 0, now);
}

/** The index of the first line that comes after the position (time, arrival number). */
export function firstAfter(stream: LogStream, at: number, seq: number): number {
  let low = 0;
  let high = stream.at.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    const time = stream.at[mid] ?? 0;
    if (time < at || (time === at && (stream.seq[mid] ?? 0) <= seq)) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The index of the first line at or after `at`. */
export const firstFrom = (stream: LogStream, at: number): number => firstAfter(stream, at, 0);

export function eventAt(stream: LogStream, index: number): LogEvent {
  return {
    at: stream.at[index] ?? 0,
    seq: stream.seq[index] ?? 0,
    message: stream.message[index] ?? "",
    ingestedAt: stream.ingested[index] ?? 0,
  };
}

/** What a line counts as in AWS's limits and bills: its text and 26 bytes. */
export const EVENT_OVERHEAD = 26;

/** Drops every line before `at`; answers how many and their bytes. */
export function dropBefore(stream: LogStream, at: number): { count: number; bytes: number } {
  const count = firstFrom(stream, at);
  if (count === 0) return { count, bytes: 0 };
  const bytes = sizeOf(stream.message.slice(0, count));
  for (const column of [stream.at, stream.message, stream.seq, stream.ingested]) column.splice(0, count);
  return { count, bytes };
}

/** Bytes as they are counted here: a character is one. */
export const sizeOf = (messages: readonly string[]): number =>
  messages.reduce((sum, message) => sum + message.length + EVENT_OVERHEAD, 0);

/** CloudWatch Logs' 56-digit event id, the same at every read. */
export function eventId(stream: LogStream, event: LogEvent): string {
  return `3${String(event.at).padStart(15, "0")}${stream.id}${String(event.seq).padStart(12, "0")}`.padEnd(56, "0");
}
