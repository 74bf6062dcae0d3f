import { describe, expect, it } from "vitest";
import type { AlarmRule } from "./alarm-evaluation";
import { decimal, stateReason, stateReasonData } from "./alarm-texts";

const rule = (more: Partial<AlarmRule>): AlarmRule => ({
  comparison: "GreaterThanThreshold",
  threshold: 1,
  evaluationPeriods: 1,
  datapointsToAlarm: more.evaluationPeriods ?? 1,
  treatMissingData: "missing",
  ...more,
});
const at = (text: string) => Date.parse(text);

describe("state reasons, word for word", () => {
  it("from INSUFFICIENT_DATA with one point", () => {
    const points = [{ at: at("2026-02-26T10:13:00Z"), value: 21.5 }];
    expect(stateReason(rule({ threshold: 21 }), "INSUFFICIENT_DATA", "ALARM", points)).toBe(
      "Threshold Crossed: 1 datapoint [21.5 (26/02/26 10:13:00)] was greater than the threshold (21.0).",
    );
  });

  it("from OK to ALARM, newest point first", () => {
    const points = [
      { at: at("2021-09-27T01:35:00Z"), value: 1.75 },
      { at: at("2021-09-27T01:36:00Z"), value: 5.53 },
    ];
    expect(stateReason(rule({ evaluationPeriods: 2 }), "OK", "ALARM", points)).toBe(
      "Threshold Crossed: 2 out of the last 2 datapoints [5.53 (27/09/21 01:36:00), 1.75 (27/09/21 01:35:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).",
    );
  });

  it("from ALARM back to OK", () => {
    const points = [{ at: at("2022-10-18T20:13:00Z"), value: 0.05 }];
    expect(stateReason(rule({ threshold: 0.059 }), "ALARM", "OK", points)).toBe(
      "Threshold Crossed: 1 out of the last 1 datapoints [0.05 (18/10/22 20:13:00)] was not greater than the threshold (0.059) (minimum 1 datapoint for ALARM -> OK transition).",
    );
  });

  it("with five points names the most recent ones behind the threshold", () => {
    const points = [0, 1, 2, 3, 4].map((minute) => ({ at: at(`2020-04-29T23:3${minute}:00Z`), value: minute / 2 }));
    const low = rule({ comparison: "LessThanThreshold", threshold: 65, evaluationPeriods: 5 });
    expect(stateReason(low, "OK", "ALARM", points)).toBe(
      "Threshold Crossed: 5 out of the last 5 datapoints were less than the threshold (65.0). The most recent datapoints which crossed the threshold: [2.0 (29/04/20 23:34:00), 1.5 (29/04/20 23:33:00), 1.0 (29/04/20 23:32:00), 0.5 (29/04/20 23:31:00), 0.0 (29/04/20 23:30:00)] (minimum 5 datapoints for OK -> ALARM transition).",
    );
  });

  it.each([
    [1, "Insufficient Data: 1 datapoint was unknown."],
    [3, "Insufficient Data: 3 datapoints were unknown."],
  ])("without data for %i periods", (evaluationPeriods, expected) => {
    expect(stateReason(rule({ evaluationPeriods }), "OK", "INSUFFICIENT_DATA", [{ at: 0 }])).toBe(expected);
  });

  it.each([
    [
      2,
      "breaching",
      "ALARM",
      "no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    ],
    [
      1,
      "notBreaching",
      "OK",
      "no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
    ],
  ] as const)("with %i missing points treated as %s", (evaluationPeriods, treatMissingData, to, expected) => {
    const from = to === "ALARM" ? "OK" : "ALARM";
    expect(stateReason(rule({ evaluationPeriods, treatMissingData }), from, to, [{ at: 0 }])).toBe(
      `Threshold Crossed: ${expected}`,
    );
  });

  it("with one point and two missing", () => {
    const breaching = rule({ evaluationPeriods: 3, datapointsToAlarm: 2, treatMissingData: "breaching" });
    expect(stateReason(breaching, "OK", "ALARM", [{ at: 0 }, { at: 60_000, value: 9 }, { at: 120_000 }])).toBe(
      "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].",
    );
  });

  it.each([
    ["GreaterThanOrEqualToThreshold", 1, "was greater than or equal to the threshold (1.0)"],
    ["LessThanThreshold", 0.5, "was less than the threshold (1.0)"],
    ["LessThanOrEqualToThreshold", 1, "was less than or equal to the threshold (1.0)"],
  ] as const)("puts %s into words", (comparison, value, expected) => {
    expect(stateReason(rule({ comparison }), "OK", "ALARM", [{ at: 0, value }])).toContain(expected);
  });
});

it("tells machines the same: windows newest first, a missing one without value", () => {
  const start = at("2026-02-26T10:12:00Z");
  const data = JSON.parse(
    stateReasonData({ now: start + 195_312, statistic: "Average", periodSeconds: 60, threshold: 60 }, [
      { at: start, value: 70.5, sampleCount: 6 },
      { at: start + 60_000 },
    ]),
  );
  expect(data).toEqual({
    version: "1.0",
    queryDate: "2026-02-26T10:15:15.312+0000",
    startDate: "2026-02-26T10:12:00.000+0000",
    statistic: "Average",
    period: 60,
    recentDatapoints: [70.5],
    threshold: 60,
    evaluatedDatapoints: [
      { timestamp: "2026-02-26T10:13:00.000+0000" },
      { timestamp: "2026-02-26T10:12:00.000+0000", sampleCount: 6, value: 70.5 },
    ],
  });
});

it.each([
  [21, "21.0"],
  [5.53, "5.53"],
  [0, "0.0"],
  [12_345_678, "1.2345678E7"],
  [1e7, "1.0E7"],
  [0.0002, "2.0E-4"],
])("prints %d as Java does", (value, expected) => {
  expect(decimal(value)).toBe(expected);
});
