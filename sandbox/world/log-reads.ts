import { AwsError } from "../wire/handler";
import { compileFilterPattern } from "./filter-pattern";
import type { Kernel } from "./kernel";
import { eventAt, eventId, firstAfter, firstFrom, type LogEvent, type LogStream } from "./log-lines";
import { type MergePosition, mergeStreams } from "./log-merge";
import type { Logs } from "./logs";
import type { Place } from "./seams";

/**
 * A page is at most 10,000 events or 1 MB; a filter looks at so many lines before it answers, with what it has: a call
 * must not hold up the others, and lines that are taken apart cost more.
 */
const PAGE_EVENTS = 10_000;
const PAGE_BYTES = 1_048_576;
const SCANNED_PER_PAGE = 20_000;
const PARSED_PER_PAGE = 6_000;
const TOKEN_LIVES = 24 * 3_600_000;

export interface GetQuery {
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
  readonly limit?: number | undefined;
  readonly startFromHead?: boolean | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * One stream's lines: from the tail unless `startFromHead`; `endTime` is exclusive. The forward token of a page without
 * events equals the one given, which is how a reader knows the end.
 */
export function readStream(logs: Logs, place: Place, groupName: string, streamName: string, query: GetQuery) {
  const stream = logs.stream(place, groupName, streamName);
  const oldest = Math.max(query.startTime ?? 0, logs.expiry(logs.group(place, groupName)));
  const limit = query.limit ?? PAGE_EVENTS;
  const low = firstFrom(stream, oldest);
  const high = Math.max(low, query.endTime === undefined ? stream.at.length : firstFrom(stream, query.endTime));
  const token = query.nextToken === undefined ? undefined : parseToken(query.nextToken);
  const forward = token ? token.forward : (query.startFromHead ?? false);

  let start = low;
  let end = high;
  if (token) {
    const after = firstAfter(stream, token.at, token.seq);
    if (forward) start = clamp(after, low, high);
    else end = clamp(after, low, high);
  }
  const size = (index: number) => (stream.message[index]?.length ?? 0) + 26;
  const step = forward ? 1 : -1;
  let room = PAGE_BYTES;
  let count = 0;
  for (let index = forward ? start : end - 1; index >= start && index < end && count < limit; index += step) {
    room -= size(index);
    if (room < 0 && count > 0) break;
    count++;
  }
  if (forward) end = start + count;
  else start = end - count;
  const events: LogEvent[] = [];
  for (let index = start; index < end; index++) events.push(eventAt(stream, index));
  return {
    events,
    nextForwardToken: token?.forward && events.length === 0 ? tokenOf("f", token) : tokenOf("f", before(stream, end)),
    nextBackwardToken:
      token && !token.forward && events.length === 0 ? tokenOf("b", token) : tokenOf("b", before(stream, start)),
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

interface Position {
  readonly at: number;
  readonly seq: number;
}

/** The position just before the line at `index`: that of the line ahead of it. */
function before(stream: LogStream, index: number): Position {
  return index > 0 ? eventAt(stream, index - 1) : { at: 0, seq: 0 };
}

function tokenOf(direction: "f" | "b", { at, seq }: Position): string {
  return `${direction}/3${String(at).padStart(15, "0")}${String(seq).padStart(40, "0")}/s`;
}

function parseToken(token: string): Position & { forward: boolean } {
  const parts = /^([fb])\/3(\d{15})(\d{40})\/s$/.exec(token);
  if (!parts) throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  return { forward: parts[1] === "f", at: Number(parts[2]), seq: Number(parts[3]) };
}

export interface FilterQuery {
  readonly streamNames?: readonly string[] | undefined;
  readonly streamPrefix?: string | undefined;
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
  readonly pattern?: string | undefined;
  readonly limit?: number | undefined;
  readonly startFromHead?: boolean | undefined;
  readonly nextToken?: string | undefined;
}

export interface FilteredEvent extends LogEvent {
  readonly stream: string;
  readonly eventId: string;
}

/**
 * Many streams' lines in one order, by time (newest first when `startFromHead` is false). Both times are inclusive. A
 * page may be short or empty while a token says that there is more to look through.
 */
export function filterGroup(logs: Logs, kernel: Kernel, place: Place, groupName: string, query: FilterQuery) {
  const group = logs.group(place, groupName);
  const matches = compileFilterPattern(query.pattern ?? "");
  const all = logs.streams(place, groupName);
  const names = query.streamNames ?? Object.keys(all).filter((name) => name.startsWith(query.streamPrefix ?? ""));
  for (const name of names) logs.stream(place, groupName, name);

  const step = query.startFromHead === false ? -1 : 1;
  const since = Math.max(query.startTime ?? 0, logs.expiry(group));
  const until = query.endTime ?? Number.MAX_SAFE_INTEGER;
  const resume = query.nextToken === undefined ? undefined : readFilterToken(query.nextToken, kernel.now());

  const wanted = names.flatMap((name): [string, LogStream][] => (all[name] ? [[name, all[name]]] : []));
  const next = mergeStreams(wanted, { since, until, step, resume });

  const most = /^\s*[{[]/.test(query.pattern ?? "") ? PARSED_PER_PAGE : SCANNED_PER_PAGE;
  const limit = query.limit ?? PAGE_EVENTS;
  const events: FilteredEvent[] = [];
  let bytes = 0;
  let last: MergePosition | undefined;
  for (let scanned = 0; ; scanned++) {
    const line = next();
    if (!line) return { events };
    const full = events.length >= limit || bytes >= PAGE_BYTES || scanned >= most;
    if (full && last) return { events, nextToken: filterToken(last, kernel.now()) };
    const event = eventAt(line.stream, line.index);
    last = { at: event.at, stream: line.stream.id, seq: event.seq };
    if (!matches(event.message)) continue;
    bytes += event.message.length + 26;
    events.push({ ...event, stream: line.name, eventId: eventId(line.stream, event) });
  }
}

function filterToken(position: MergePosition, now: number): string {
  return Buffer.from(JSON.stringify({ ...position, issued: Math.floor(now) })).toString("base64url");
}

function readFilterToken(token: string, now: number): MergePosition {
  const invalid = new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    throw invalid;
  }
  if (typeof value !== "object" || value === null) throw invalid;
  const { at, seq, stream, issued } = value as Record<string, unknown>;
  if (typeof at !== "number" || typeof seq !== "number" || typeof stream !== "string") throw invalid;
  if (typeof issued !== "number" || now - issued > TOKEN_LIVES) throw invalid;
  return { at, seq, stream };
}
