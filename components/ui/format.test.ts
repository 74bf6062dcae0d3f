import { describe, expect, it } from "vitest";
import {
  ageWords,
  clockMillis,
  clockOrDay,
  clockTime,
  durationWords,
  exactTime,
  percent,
  shortId,
  stopwatch,
} from "./format";

const AT = Date.UTC(2026, 10, 23, 13, 3, 12, 204);

describe("ages", () => {
  it.each([
    [0, "now"],
    [40_000, "40 s ago"],
    [12 * 60_000, "12 min ago"],
    [3 * 3_600_000, "3 h ago"],
    [47 * 3_600_000, "47 h ago"],
    [6 * 86_400_000, "6 d ago"],
    [-1, "now"],
    [-120_000, "now"],
  ])("%d ms back is %s", (ms, words) => {
    expect(ageWords(AT - ms, AT)).toBe(words);
  });
});

describe("durations", () => {
  it.each([
    [-5_000, "0 ms"],
    [640, "640 ms"],
    [31_000, "31 s"],
    [148_000, "2 min 28 s"],
    [180_000, "3 min"],
    [3_840_000, "1 h 4 min"],
    [90_000_000, "1 d 1 h"],
  ])("%d ms is %s", (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it("counts up like a stopwatch", () => {
    expect([0, 70_000, 148_000, 3_723_000].map(stopwatch)).toEqual(["0:00", "1:10", "2:28", "1:02:03"]);
  });
});

describe("times", () => {
  it("writes them in the reader's zone, with the zone named in the exact one", () => {
    expect(clockTime(AT, "UTC")).toBe("13:03:12");
    expect(clockTime(AT, "Europe/Berlin")).toBe("14:03:12");
    expect(clockMillis(AT, "UTC")).toBe("13:03:12.204");
    expect(exactTime(AT, "UTC")).toContain("2026");
    expect(exactTime(AT, "UTC")).toMatch(/UTC$/);
  });

  it("names the day only when it is another one", () => {
    expect(clockOrDay(AT, AT + 60_000, "UTC")).toBe("13:03:12");
    expect(clockOrDay(AT, AT + 86_400_000, "UTC")).toBe("23 Nov, 13:03");
  });
});

describe("ids", () => {
  it.each([
    ["i-0a12f3c4d5e6f7a8b", "i-0a12f3c…"],
    ["sha256:9f2c00000000000000000041", "sha256:9f2c…41"],
    ["arn:aws:ecs:us-east-1:123456789012:task/main/3f9c41d0aa55bb66", "3f9c41d0a…"],
    ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu-high", "cpu-high"],
    ["orders", "orders"],
  ])("%s is shown as %s", (id, short) => {
    expect(shortId(id)).toBe(short);
  });

  it("says there is no number rather than zero", () => {
    expect([percent(null), percent(0), percent(58.4)]).toEqual(["–", "0%", "58%"]);
  });
});
