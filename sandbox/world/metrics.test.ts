import { describe, expect, it } from "vitest";
import { ctx, MINUTE, START, setUpMetrics as setUp } from "../testing/metrics";
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
  expect(JSON.stringify(kernel.snapshot().bulk)).not.toContain("Cpu");
});
