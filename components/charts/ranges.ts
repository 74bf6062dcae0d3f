const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time ranges a chart offers, as the address writes them (`?range=3h`). */
export const RANGES = {
  "15m": { ms: 15 * MINUTE, words: "15 minutes" },
  "1h": { ms: HOUR, words: "1 hour" },
  "3h": { ms: 3 * HOUR, words: "3 hours" },
  "12h": { ms: 12 * HOUR, words: "12 hours" },
  "1d": { ms: DAY, words: "1 day" },
  "1w": { ms: 7 * DAY, words: "1 week" },
} as const;

export type Range = keyof typeof RANGES;

export const DEFAULT_RANGE: Range = "3h";

/** The range an address names, or the usual one. */
export const readRange = (text: unknown): Range =>
  typeof text === "string" && Object.hasOwn(RANGES, text) ? (text as Range) : DEFAULT_RANGE;

/** What the live series hold; a longer range is read apart. */
export const LIVE_RANGE_MS = RANGES["3h"].ms;

/** The coarsest of these steps that still gives at least four labels. */
const STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);

/** Whole times of the reader's zone between `from` and `to`, four to eight of them. */
export function timeTicks(from: number, to: number, zoneOffsetMs: number): number[] {
  const step = STEPS.findLast((each) => (to - from) / each >= 4) ?? MINUTE;
  const ticks: number[] = [];
  const first = Math.ceil((from + zoneOffsetMs) / step) * step - zoneOffsetMs;
  for (let at = first; at < to; at += step) ticks.push(at);
  return ticks;
}

/** How far the zone is ahead of UTC at a time, in ms. */
export function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(
    value("year"),
    value("month") - 1,
    value("day"),
    value("hour"),
    value("minute"),
    value("second"),
  );
  return local - Math.floor(at / 1_000) * 1_000;
}
