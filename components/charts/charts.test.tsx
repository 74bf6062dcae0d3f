import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Alarm, ScalingActivity, Series } from "@/lib/scaling/types";
import { CpuChart } from "./cpu-chart";
import { type CpuChartInputs, cpuChartModel, thresholdWords } from "./cpu-model";
import { linePath } from "./cpu-svg";
import { readRange, timeTicks, zoneOffset } from "./ranges";

const TO = Date.UTC(2026, 10, 23, 15, 0);
const MIN = 60_000;
const FROM = TO - 180 * MIN;

const series = (id: string, points: Series["points"]): Series => ({
  id,
  label: id,
  unit: id === "instances" ? "count" : "percent",
  periodSeconds: 60,
  points,
});

const alarm = (change: Partial<Alarm>): Alarm => ({
  name: "cpu-high",
  arn: "arn",
  state: "OK",
  metricName: "CPUUtilization",
  namespace: "AWS/ECS",
  comparison: "GreaterThanThreshold",
  threshold: 75,
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  actionsEnabled: true,
  drivesScaling: true,
  direction: "out",
  policyArns: [],
  ...change,
});

const activity = (id: string, at: number, from: number, to: number, cause: string): ScalingActivity => ({
  id,
  at,
  description: "Launching",
  cause,
  status: "Successful",
  change: { from, to },
});

const inputs = (change: Partial<CpuChartInputs> = {}): CpuChartInputs => ({
  series: [
    series("cpu", [
      [FROM - MIN, 99],
      [FROM, 40],
      [FROM + MIN, null],
      [FROM + 2 * MIN, 130],
    ]),
    series("instances", [
      [FROM, 2],
      [FROM + MIN, 2],
      [FROM + 2 * MIN, 3],
    ]),
  ],
  alarms: [alarm({}), alarm({ name: "disk", drivesScaling: false })],
  bands: [
    { alarm: "cpu-high", state: "OK", from: FROM - 5 * MIN, to: FROM + MIN },
    { alarm: "cpu-high", state: "ALARM", from: FROM + MIN },
  ],
  activities: [],
  deployments: [],
  from: FROM,
  to: TO,
  stack: "orders",
  ...change,
});

describe("the chart's model", () => {
  it("keeps to its range, keeps gaps, and lets the scale grow past 100%", () => {
    const model = cpuChartModel(inputs());
    expect(model.cpu.map((point) => point.cpu)).toEqual([40, null, 130]);
    expect(model.top).toBe(150);
    expect(linePath(model).match(/M/g)).toHaveLength(2);
  });

  it("draws thresholds only of alarms that drive scaling, and clips their bands", () => {
    const model = cpuChartModel(inputs());
    expect(model.thresholds.map((each) => each.words)).toEqual(["cpu-high > 75%, 2 of 2 min"]);
    expect(model.strips[0]?.bands).toEqual([
      { from: FROM, to: FROM + MIN, state: "OK" },
      { from: FROM + MIN, to: TO, state: "ALARM" },
    ]);
    expect(model.shades).toHaveLength(1);
  });

  it("makes runs of equal instance counts into steps that reach the end", () => {
    expect(cpuChartModel(inputs()).steps).toEqual([
      { from: FROM, to: FROM + 2 * MIN, value: 2 },
      { from: FROM + 2 * MIN, to: TO, value: 3 },
    ]);
  });

  it("marks one change once, however many instances it started, and nothing outside the range", () => {
    const model = cpuChartModel(
      inputs({
        activities: [
          activity("b", FROM + 6 * MIN, 2, 4, "same"),
          activity("a", FROM + 5 * MIN, 2, 4, "same"),
          activity("old", FROM - MIN, 1, 2, "before"),
          activity("none", FROM + 9 * MIN, 3, 3, "replaced"),
        ],
        deployments: [
          { id: "d", createdAt: FROM + 10 * MIN, version: "1.5.0", failed: false },
          { id: "e", createdAt: FROM + 20 * MIN, version: "1.6.0", failed: true },
        ],
      }),
    );
    expect(model.marks.map((mark) => [mark.id, mark.kind, mark.words])).toEqual([
      ["a", "out", "+2"],
      ["d", "deploy", "1.5.0 deployed"],
      ["e", "deploy", "1.6.0 failed"],
    ]);
  });

  it("says M of N in words", () => {
    expect(
      thresholdWords(
        alarm({
          comparison: "LessThanThreshold",
          threshold: 25,
          evaluationPeriods: 5,
          datapointsToAlarm: 4,
          periodSeconds: 300,
        }),
      ),
    ).toBe("< 25%, 4 of 5 × 300 s");
  });
});

it("is in the first HTML, with words for those who do not see it", () => {
  const html = renderToStaticMarkup(<CpuChart model={cpuChartModel(inputs())} />);
  expect(html).toContain("CPU between 40% and 130%, now 130%");
  expect(html).toContain("cpu-high &gt; 75%, 2 of 2 min");
  expect(html).toContain('<path d="M0.0');
  expect(html).toContain("<caption>CPU and instances over time</caption>");
});

describe("ranges", () => {
  it("falls back to the usual one", () => {
    expect([readRange("1w"), readRange("constructor"), readRange(undefined)]).toEqual(["1w", "3h", "3h"]);
  });

  it("puts ticks on whole hours of the reader's zone", () => {
    const offset = zoneOffset("Asia/Kolkata", TO);
    expect(offset).toBe(5.5 * 3_600_000);
    const ticks = timeTicks(FROM, TO, offset);
    expect(ticks.length).toBeGreaterThanOrEqual(4);
    expect(ticks.every((at) => (at + offset) % (30 * MIN) === 0)).toBe(true);
  });
});
