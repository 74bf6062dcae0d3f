import { describe, expect, it } from "vitest";
import { CPU, ctx, MINUTE, START, setUpMetrics as setUp } from "../testing/metrics";
import { Kernel } from "./kernel";
import { createMetrics } from "./metrics";

describe("metrics", () => {
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
  expect(listed()).toBe(0);
  const day = 1440;
  // A start between the rounded ones is rounded down, the further the older it is.
  const points = (Period: number) =>
    api.GetMetricStatistics(
      {
        ...CPU,
        Period,
        Statistics: ["SampleCount"],
        StartTime: new Date(START + 2 * MINUTE),
        EndTime: new Date(START + 60 * MINUTE),
      },
      ctx,
    ).Datapoints.length;
  // A minute's point is kept 15 days, five minutes' 63, an hour's 455.
  expect([points(60), points(300), points(3600)]).toEqual([0, 1, 1]);
  minutes(50 * day);
  metrics.prune();
  expect([points(60), points(300), points(3600)]).toEqual([0, 0, 1]);
  minutes(400 * day);
  metrics.prune();
  expect(JSON.stringify(kernel.snapshot().bulk)).not.toContain("Cpu");
});

describe("percentiles", () => {
  const percentiles = (api: ReturnType<typeof setUp>["api"]) =>
    api.GetMetricStatistics(
      {
        ...CPU,
        Period: 300,
        ExtendedStatistics: ["p50", "p90", "p99", "p100"],
        StartTime: new Date(START),
        EndTime: new Date(START + 5 * MINUTE),
      },
      ctx,
    ).Datapoints[0]?.ExtendedStatistics;

  it("are exact where values were told one by one, over minutes and calls", () => {
    const { api } = setUp();
    const put = (minute: number, ...Values: number[]) =>
      api.PutMetricData(
        { Namespace: "Test", MetricData: [{ ...CPU, Values, Timestamp: new Date(START + minute * MINUTE) }] },
        ctx,
      );
    put(0, ...Array.from({ length: 50 }, (_, index) => index + 1));
    put(0, ...Array.from({ length: 40 }, (_, index) => index + 51));
    put(2, ...Array.from({ length: 10 }, (_, index) => index + 91));
    expect(percentiles(api)).toEqual({ p50: 50, p90: 90, p99: 99, p100: 100 });
  });

  it("are estimated, in order, where only a statistic set is known", () => {
    const { api } = setUp();
    const StatisticValues = { SampleCount: 100, Sum: 2000, Minimum: 5, Maximum: 300 };
    api.PutMetricData({ Namespace: "Test", MetricData: [{ ...CPU, StatisticValues }] }, ctx);
    const { p50 = 0, p90 = 0, p99 = 0, p100 = 0 } = percentiles(api) ?? {};
    expect([p50 > 5, p90 > p50, p99 > p90, p100]).toEqual([true, true, true, 300]);
  });
});
