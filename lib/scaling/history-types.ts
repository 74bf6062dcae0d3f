import type { AlarmBand, Series } from "./types";

/** What a chart draws over a range longer than what is followed live. Times are ms. */
export interface History {
  readonly from: number;
  readonly to: number;
  readonly series: readonly Series[];
  readonly bands: readonly AlarmBand[];
}

const MINUTE = 60;

/**
 * Seconds between points, so that a chart has at most about 720 of them. CloudWatch keeps one-minute points for 15 days;
 * a period is a multiple of 60 (API_GetMetricData).
 */
export function periodFor(rangeMs: number): number {
  const wanted = rangeMs / 1_000 / 720;
  return [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE].find((period) => period >= wanted) ?? 60 * MINUTE;
}

/** One point a period from `from` to before `to`; a missing one is a gap, but the newest two, which come late. */
export function fillPeriods(
  points: readonly (readonly [at: number, value: number])[],
  from: number,
  to: number,
  periodSeconds: number,
): [number, number | null][] {
  const step = periodSeconds * 1_000;
  const values = new Map(points.map(([at, value]) => [Math.floor(at / step), value]));
  const filled: [number, number | null][] = [];
  for (let slot = Math.floor(from / step); slot * step < to; slot += 1) {
    filled.push([slot * step, values.get(slot) ?? null]);
  }
  for (let late = 0; late < 2 && filled.at(-1)?.[1] === null; late += 1) filled.pop();
  return filled;
}
