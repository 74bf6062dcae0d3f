import { describe, expect, it } from "vitest";
import { createCloudWatchHandlers } from "../services/cloudwatch";
import { createAlarms } from "./alarms";
import { Kernel } from "./kernel";
import { createMetrics } from "./metrics";
import type { AlarmFiring } from "./seams";

const START = Date.UTC(2026, 10, 23, 8);
const MINUTE = 60_000;
const ctx = { account: "111111111111", region: "eu-central-1", requestId: "r" };
const CPU = { Namespace: "Test", MetricName: "Cpu", Dimensions: [{ Name: "Service", Value: "orders" }] };
const POLICY = "arn:aws:autoscaling:eu-central-1:111111111111:scalingPolicy:1:autoScalingGroupName/g:policyName/up";

function setUp(snapshot?: ReturnType<Kernel["snapshot"]>) {
  const clock = { wall: snapshot?.time ?? START };
  const kernel = new Kernel(() => clock.wall, snapshot);
  const metrics = createMetrics(kernel);
  const fired: AlarmFiring[] = [];
  const alarms = createAlarms(kernel, metrics, {
    fire: (_place, _arn, firing) => {
      fired.push(firing);
      return { succeeded: true };
    },
  });
  const api = createCloudWatchHandlers({ kernel, metrics, alarms });
  const minutes = (count: number) => {
    clock.wall += count * MINUTE;
    kernel.sync();
  };
  /** Puts one value at the start of each minute from now on, and lets the minutes pass. */
  const feed = (...values: (number | undefined)[]) => {
    for (const value of values) {
      if (value !== undefined) api.PutMetricData({ Namespace: "Test", MetricData: [{ ...CPU, Value: value }] }, ctx);
      minutes(1);
    }
  };
  const read = (more: object = {}, stat = "Average") =>
    api.GetMetricData(
      {
        MetricDataQueries: [{ Id: "m1", MetricStat: { Metric: CPU, Period: 60, Stat: stat } }],
        StartTime: new Date(START),
        EndTime: new Date(kernel.now() + MINUTE),
        ...more,
      },
      ctx,
    );
  return { kernel, metrics, alarms, api, minutes, feed, read, fired };
}

describe("GetMetricData", () => {
  it("gives points newest first unless asked, and a start is inclusive, an end exclusive", () => {
    const { feed, read } = setUp();
    feed(10, 20, 30);
    expect(read().MetricDataResults[0]).toMatchObject({
      Id: "m1",
      Label: "Cpu",
      Values: [30, 20, 10],
      StatusCode: "Complete",
    });
    const range = {
      StartTime: new Date(START + MINUTE),
      EndTime: new Date(START + 2 * MINUTE),
      ScanBy: "TimestampAscending",
    };
    expect(read(range).MetricDataResults[0]).toMatchObject({ Values: [20], Timestamps: [new Date(START + MINUTE)] });
  });

  it("aggregates longer periods and every statistic", () => {
    const { api, feed, kernel } = setUp();
    feed(10, 20, 30, 40, 50);
    const stat = (Stat: string, Id: string) => ({ Id, MetricStat: { Metric: CPU, Period: 300, Stat } });
    const { MetricDataResults } = api.GetMetricData(
      {
        MetricDataQueries: ["Average", "Sum", "Minimum", "Maximum", "SampleCount", "p90"].map((name, i) =>
          stat(name, `m${i}`),
        ),
        StartTime: new Date(START),
        EndTime: new Date(kernel.now()),
      },
      ctx,
    );
    const values = MetricDataResults.map((result) => result.Values[0]);
    expect(values.slice(0, 5)).toEqual([30, 150, 10, 50, 5]);
    expect(values[5]).toBeGreaterThan(30);
    expect(MetricDataResults[0]?.Label).toBe("Cpu Average");
  });

  it("is complete and empty for a metric nobody has, and for the wrong unit", () => {
    const { api, feed, read, kernel } = setUp();
    feed(1);
    const none = { ...CPU, MetricName: "Nothing" };
    const range = { StartTime: new Date(START), EndTime: new Date(kernel.now()) };
    for (const stat of [{ Metric: none }, { Metric: CPU, Unit: "Bytes" as const }]) {
      const { MetricDataResults } = api.GetMetricData(
        { MetricDataQueries: [{ Id: "x", MetricStat: { ...stat, Period: 60, Stat: "Sum" } }], ...range },
        ctx,
      );
      expect(MetricDataResults).toMatchObject([{ Values: [], StatusCode: "Complete" }]);
    }
    expect(read().MetricDataResults[0]?.Values).toEqual([1]);
  });

  it("pages by points: partial until the last", () => {
    const { feed, read } = setUp();
    feed(1, 2, 3, 4, 5);
    const first = read({ MaxDatapoints: 3 });
    expect(first.MetricDataResults).toMatchObject([{ Values: [5, 4, 3], StatusCode: "PartialData" }]);
    const last = read({ MaxDatapoints: 3, NextToken: first.NextToken });
    expect(last.MetricDataResults).toMatchObject([{ Values: [2, 1], StatusCode: "Complete" }]);
    expect(last).not.toHaveProperty("NextToken");
  });

  it("refuses what AWS refuses", () => {
    const { api, read } = setUp();
    const query = (Id: string) => ({ Id, MetricStat: { Metric: CPU, Period: 60, Stat: "Sum" } });
    expect(() => read({ StartTime: new Date(START + 3 * MINUTE) })).toThrow("must be less than the parameter EndTime");
    const many = Array.from({ length: 501 }, (_, index) => query(`m${index}`));
    const range = { StartTime: new Date(START), EndTime: new Date(START + MINUTE) };
    expect(() => api.GetMetricData({ MetricDataQueries: many, ...range }, ctx)).toThrow("500");
    expect(() => api.GetMetricData({ MetricDataQueries: [query("a"), query("a")], ...range }, ctx)).toThrow(
      "not unique",
    );
    expect(() =>
      api.GetMetricStatistics(
        {
          Namespace: "Test",
          MetricName: "Cpu",
          Period: 1,
          Statistics: ["Sum"],
          StartTime: new Date(START - 86_400_000),
          EndTime: new Date(START),
        },
        ctx,
      ),
    ).toThrow(
      "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
    );
  });

  it("shows AWS's own points only some time after their minute", () => {
    const { kernel, metrics } = setUp();
    const ref = { namespace: "AWS/ECS", name: "CPUUtilization", dimensions: { ClusterName: "c" } };
    metrics.record(ctx, [{ ...ref, at: START, sum: 1, count: 1, min: 1, max: 1 }]);
    const seen = () => metrics.windows(ctx, ref, { from: START, to: START + MINUTE, periodMs: MINUTE }).length;
    kernel.runUntil(START + 80_000);
    expect(seen()).toBe(0);
    kernel.runUntil(START + 86_000);
    expect(seen()).toBe(1);
  });

  it("keeps fifteen days of minutes and the whole of it over a restart", () => {
    const { kernel, metrics } = setUp();
    const datum = { namespace: "Test", name: "Long", dimensions: {}, sum: 1, count: 1, min: 1, max: 1 };
    for (let day = 0; day < 20; day++) {
      metrics.record(
        ctx,
        Array.from({ length: 1440 }, (_, minute) => ({ ...datum, at: START + (day * 1440 + minute) * MINUTE })),
      );
    }
    const again = createMetrics(new Kernel(() => START, JSON.parse(JSON.stringify(kernel.snapshot()))));
    const all = { from: START, to: START + 20 * 86_400_000, periodMs: MINUTE };
    const kept = again.windows(ctx, datum, all);
    expect(kept.length).toBeGreaterThanOrEqual(15 * 1440);
    expect(kept.length).toBeLessThanOrEqual(16 * 1440);
    expect(kept.at(-1)?.at).toBe(START + (20 * 1440 - 1) * MINUTE);
  });
});

it("lists what was active lately and forgets what is past keeping", () => {
  const { api, metrics, feed, minutes, kernel } = setUp();
  feed(1);
  const listed = (RecentlyActive?: "PT3H") => api.ListMetrics({ RecentlyActive }, ctx).Metrics.length;
  expect([listed(), listed("PT3H")]).toEqual([1, 1]);
  minutes(4 * 60);
  expect([listed(), listed("PT3H")]).toEqual([1, 0]);
  minutes(16 * 1440);
  metrics.prune();
  expect(JSON.stringify(kernel.snapshot().bulk)).not.toContain("Cpu");
});

describe("metric alarms", () => {
  const alarm = {
    AlarmName: "high",
    ...CPU,
    Statistic: "Average" as const,
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 50,
    ComparisonOperator: "GreaterThanThreshold" as const,
    AlarmActions: [POLICY],
  };
  const state = (api: ReturnType<typeof setUp>["api"]) =>
    api.DescribeAlarms({ AlarmNames: ["high"] }, ctx).MetricAlarms[0];

  it("starts unchecked, with every list there and what is not set left out", () => {
    const { api } = setUp();
    api.PutMetricAlarm(alarm, ctx);
    expect(state(api)).toMatchObject({
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
      OKActions: [],
      InsufficientDataActions: [],
      ActionsEnabled: true,
    });
    expect(state(api)?.TreatMissingData).toBeUndefined();
    expect(state(api)?.StateReasonData).toBeUndefined();
  });

  it("goes to OK, to ALARM and back within about a minute of the data, saying why", () => {
    const { api, feed, minutes } = setUp();
    api.PutMetricAlarm(alarm, ctx);
    feed(10, 20);
    minutes(1);
    expect(state(api)).toMatchObject({ StateValue: "OK" });
    feed(70, 80);
    minutes(1);
    expect(state(api)?.StateReason).toBe(
      "Threshold Crossed: 2 out of the last 2 datapoints [80.0 (23/11/26 08:04:00), 70.0 (23/11/26 08:03:00)] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).",
    );
    const changed = state(api)?.StateUpdatedTimestamp?.getTime() ?? 0;
    expect(changed - (START + 5 * MINUTE)).toBeGreaterThan(0);
    expect(changed - (START + 5 * MINUTE)).toBeLessThan(70_000);
    feed(5, 5);
    minutes(1);
    expect(state(api)?.StateReason).toContain("(minimum 1 datapoint for ALARM -> OK transition).");
  });

  it("tells a scaling policy at the transition and again each minute it stays in ALARM", () => {
    const { api, feed, fired } = setUp();
    api.PutMetricAlarm(alarm, ctx);
    feed(10, 10, 90, 90, 91, 92, 93);
    expect(fired.map(({ oldState, newState }) => `${oldState}>${newState}`)).toEqual([
      "OK>ALARM",
      "ALARM>ALARM",
      "ALARM>ALARM",
    ]);
    expect(fired[0]).toMatchObject({ threshold: 50, alarmName: "high", metricName: "Cpu" });
    expect(fired.at(-1)?.value).toBeGreaterThan(90);
    const summaries = api
      .DescribeAlarmHistory({ AlarmName: "high", ScanBy: "TimestampAscending" }, ctx)
      .AlarmHistoryItems.map((item) => item.HistorySummary);
    expect(summaries).toEqual([
      'Alarm "high" created',
      "Alarm updated from INSUFFICIENT_DATA to OK",
      "Alarm updated from OK to ALARM",
      `Successfully executed action ${POLICY}`,
    ]);
    api.DisableAlarmActions({ AlarmNames: ["high"] }, ctx);
    const before = fired.length;
    feed(95, 96);
    expect(fired).toHaveLength(before);
  });

  it("runs out of data: from OK to INSUFFICIENT_DATA, and an updated alarm keeps its state", () => {
    const { api, feed, minutes } = setUp();
    api.PutMetricAlarm(alarm, ctx);
    feed(10, 10);
    minutes(1);
    api.PutMetricAlarm({ ...alarm, Threshold: 5 }, ctx);
    expect(state(api)).toMatchObject({ StateValue: "OK", Threshold: 5 });
    minutes(8);
    expect(state(api)).toMatchObject({
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Insufficient Data: 2 datapoints were unknown.",
    });
  });

  it("holds a state set by hand until the next evaluation", () => {
    const { api, feed, fired, minutes } = setUp();
    api.PutMetricAlarm(alarm, ctx);
    feed(10, 10, 10);
    api.SetAlarmState({ AlarmName: "high", StateValue: "ALARM", StateReason: "drill" }, ctx);
    expect(state(api)).toMatchObject({ StateValue: "ALARM", StateReason: "drill" });
    expect(state(api)?.StateReasonData).toBeUndefined();
    expect(fired).toHaveLength(1);
    minutes(1);
    expect(state(api)?.StateValue).toBe("OK");
  });

  it("goes on after a restart, and a deleted one is evaluated no more", () => {
    const { kernel, api, feed } = setUp();
    api.PutMetricAlarm(alarm, ctx);
    feed(10, 10, 10);
    const again = setUp(JSON.parse(JSON.stringify(kernel.snapshot())));
    again.feed(90, 90, 90);
    expect(state(again.api)?.StateValue).toBe("ALARM");
    again.api.DeleteAlarms({ AlarmNames: ["high"] }, ctx);
    const fired = again.fired.length;
    again.feed(90, 90);
    expect(again.fired).toHaveLength(fired);
    expect(again.api.DescribeAlarms({}, ctx).MetricAlarms).toEqual([]);
  });

  it.each([
    [{ EvaluationPeriods: 2000 }, "Metrics cannot be checked across more than a day"],
    [{ DatapointsToAlarm: 3 }, "DatapointsToAlarm"],
    [{ Period: 45 }, "Period must be"],
    [{ TreatMissingData: "sometimes" }, "TreatMissingData"],
  ])("refuses %o", (change, message) => {
    const { api } = setUp();
    expect(() => api.PutMetricAlarm({ ...alarm, ...change }, ctx)).toThrow(message);
  });
});
