import { describe, expect, it } from "vitest";
import { fillPeriods, periodFor } from "./history-types";

const HOUR = 3_600_000;

describe("a long range", () => {
  it.each([
    [3 * HOUR, 60],
    [12 * HOUR, 60],
    [24 * HOUR, 120],
    [7 * 24 * HOUR, 900],
    [90 * 24 * HOUR, 3600],
  ])("of %d ms has a point each %d s", (range, period) => {
    expect(periodFor(range)).toBe(period);
  });

  it("keeps gaps inside and drops the newest, which are only late", () => {
    const points = [
      [0, 1],
      [120_000, 3],
    ] as const;
    expect(fillPeriods(points, 0, 300_000, 60)).toEqual([
      [0, 1],
      [60_000, null],
      [120_000, 3],
    ]);
  });
});
