import { describe, expect, it } from "vitest";
import { CPU, ctx, MINUTE, START, setUpMetrics as setUp } from "../testing/metrics";

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
});
