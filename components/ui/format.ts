/** Words for numbers and times. Pure, and the same on server and browser: locale and zone are arguments or fixed. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "now", "40 s ago", "12 min ago", "3 h ago", "6 d ago". A time a little ahead (clocks differ) is "now": it has been. */
export function ageWords(at: number, now: number): string {
  const ms = now - at;
  return ms < 2 * SECOND ? "now" : `${spanWords(ms)} ago`;
}

/** One unit, rounded down: "40 s", "12 min", "3 h", "6 d". */
export function spanWords(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** Two units, for how long something took: "2 min 28 s", "1 h 4 min", "640 ms". */
export function durationWords(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return two(Math.floor(ms / MINUTE), "min", Math.floor((ms % MINUTE) / SECOND), "s");
  if (ms < DAY) return two(Math.floor(ms / HOUR), "h", Math.floor((ms % HOUR) / MINUTE), "min");
  return two(Math.floor(ms / DAY), "d", Math.floor((ms % DAY) / HOUR), "h");
}

function two(a: number, unitA: string, b: number, unitB: string): string {
  return b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`;
}

/** Minutes and seconds since a start, as the scaling story counts: "0:00", "2:28", "1:02:03". */
export function stopwatch(ms: number): string {
  const whole = Math.max(0, Math.round(ms / SECOND));
  const pad = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours > 0 ? pad(Math.floor((whole % 3600) / 60)) : Math.floor(whole / 60)}:${pad(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, kind: "time" | "minute" | "exact" | "day" | "dayMinute", at: number): string {
  const key = `${zone} ${kind}`;
  let found = formats.get(key);
  if (!found) {
    const time = { hour: "2-digit", minute: "2-digit" } as const;
    const day = { day: "numeric", month: "short" } as const;
    const options: Record<typeof kind, Intl.DateTimeFormatOptions> = {
      time: { ...time, second: "2-digit" },
      minute: time,
      day,
      dayMinute: { ...day, ...time },
      exact: { ...day, year: "numeric", weekday: "short", ...time, second: "2-digit", timeZoneName: "short" },
    };
    found = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options[kind] });
    formats.set(key, found);
  }
  return found.format(at);
}

/** "14:03:12" */
export const clockTime = (at: number, zone: string): string => format(zone, "time", at);
/** "14:03" */
export const clockMinute = (at: number, zone: string): string => format(zone, "minute", at);
/** "3 Nov" */
export const dayWords = (at: number, zone: string): string => format(zone, "day", at);
/** "3 Nov, 14:03" */
export const dayMinute = (at: number, zone: string): string => format(zone, "dayMinute", at);
/** "Mon, 23 Nov 2026, 14:03:12 CET" */
export const exactTime = (at: number, zone: string): string => format(zone, "exact", at);

/** "14:03:12" today, "22 Nov, 14:03" on another day. */
export function clockOrDay(at: number, now: number, zone: string): string {
  return dayWords(at, zone) === dayWords(now, zone) ? clockTime(at, zone) : dayMinute(at, zone);
}

/** Milliseconds too, for log lines: "14:03:12.204". */
export function clockMillis(at: number, zone: string): string {
  return `${clockTime(at, zone)}.${String(Math.floor(at) % 1000).padStart(3, "0")}`;
}

/** "58%"; "–" when there is none. */
export const percent = (value: number | null): string => (value === null ? "–" : `${Math.round(value)}%`);

/** "1 task", "3 tasks". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/**
 * The part of an id or ARN that tells it apart: the last path segment, digests as "sha256:9f2c…41", and long ids cut
 * in the middle of nothing ("i-0a12f…").
 */
export function shortId(id: string, keep = 9): string {
  if (id.startsWith("sha256:")) return id.length > 15 ? `sha256:${id.slice(7, 11)}…${id.slice(-2)}` : id;
  const last = id.startsWith("arn:") ? (id.split("/").at(-1) ?? id) : id;
  const named = last.includes(":") && id.startsWith("arn:") ? (last.split(":").at(-1) ?? last) : last;
  return named.length > keep + 2 ? `${named.slice(0, keep)}…` : named;
}
