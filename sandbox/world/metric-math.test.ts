import { describe, expect, it } from "vitest";
import { ctx, MINUTE, START, setUpMetrics } from "../testing/metrics";

/** Three metrics: a = 1, 2, 4, 8; b = 10 in the first and the third minute; c = 3 everywhere. */
function world() {
  const { api } = setUpMetrics();
  const put = (MetricName: string, values: readonly (number | undefined)[]) =>
    api.PutMetricData(
      {
        Namespace: "Test",
        MetricData: values.flatMap((Value, minute) =>
          Value === undefined ? [] : [{ MetricName, Value, Timestamp: new Date(START + minute * MINUTE) }],
        ),
      },
      ctx,
    );
  put("a", [1, 2, 4, 8]);
  put("b", [10, undefined, 10]);
  put("c", [3, 3, 3, 3]);
  const metric = (id: string) => ({
    Id: id,
    MetricStat: { Metric: { Namespace: "Test", MetricName: id }, Period: 60, Stat: "Sum" },
    ReturnData: false,
  });
  const ask = (Expression: string, more: object = {}) =>
    api.GetMetricData(
      {
        MetricDataQueries: [metric("a"), metric("b"), metric("c"), { Id: "e1", Expression, ...more }],
        StartTime: new Date(START),
        EndTime: new Date(START + 4 * MINUTE),
        ScanBy: "TimestampAscending",
      },
      ctx,
    ).MetricDataResults;
  return { api, ask };
}

describe("metric math", () => {
  it.each<[string, (number | null)[]]>([
    ["a * 2 + 1", [3, 5, 9, 17]],
    ["-a ^ 2", [1, 4, 16, 64]],
    ["100 * a / (a + c)", [25, 40, 57.14, 72.73]],
    // Where one has no point there is none.
    ["a + b", [11, null, 14, null]],
    ["a + FILL(b, 0)", [11, 2, 14, 8]],
    ["FILL(b, REPEAT)", [10, 10, 10, 10]],
    ["FILL(b, LINEAR)", [10, 10, 10, null]],
    ["a / 0", [null, null, null, null]],
    ["a / SUM(a)", [0.07, 0.13, 0.27, 0.53]],
    ["SUM([a, c])", [4, 5, 7, 11]],
    ["AVG([a, b])", [5.5, 2, 7, 8]],
    ["MIN([a, c])", [1, 2, 3, 3]],
    ["MAX(METRICS())", [10, 3, 10, 8]],
    ["SUM(METRICS('c'))", [3, 3, 3, 3]],
    ["RATE(a) * 60", [null, 1, 2, 4]],
    ["DIFF(a)", [null, 1, 2, 4]],
    ["RUNNING_SUM(a)", [1, 3, 7, 15]],
    ["IF(a > 2, a, 0)", [0, 0, 4, 8]],
    ["IF(a > 2 AND a < 8, 1)", [null, null, 1, null]],
    ["(a >= 4) || a == 1", [1, 0, 1, 1]],
    ["a * PERIOD(a)", [60, 120, 240, 480]],
    ["CEIL(a / 3) + FLOOR(a / 3) + ABS(0 - 1)", [2, 2, 4, 6]],
    ["TIME_SERIES(AVG(a))", [3.75, 3.75, 3.75, 3.75]],
  ])("%s", (expression, expected) => {
    const [result] = world().ask(expression);
    const at = new Map(result?.Timestamps.map((time, index) => [time.getTime(), result.Values[index]]));
    const got = expected.map((_, minute) => {
      const value = at.get(START + minute * MINUTE);
      return value === undefined ? null : Math.round(value * 100) / 100;
    });
    expect(got).toEqual(expected);
    expect(result).toMatchObject({ Id: "e1", Label: "e1", StatusCode: "Complete" });
  });

  it("gives one result for each series of a list", () => {
    const results = world().ask("METRICS() * 2", { Label: "twice ${LABEL}" });
    expect(results.map(({ Id, Label }) => `${Id} ${Label}`)).toEqual(["e1 twice a", "e1 twice b", "e1 twice c"]);
    expect(results[0]?.Values).toEqual([2, 4, 8, 16]);
  });

  it("fills labels in", () => {
    const label = (Label: string) => world().ask("a", { Label })[0]?.Label;
    expect(label("max ${MAX} avg ${AVG} last ${LAST} of ${DATAPOINT_COUNT}")).toBe("max 8 avg 3.75 last 8 of 4");
    expect(label("at ${MIN_TIME}")).toBe("at 2026-11-23 08:00");
  });

  it.each([
    ["a +", "the expression ends too early"],
    ["nope + 1", "'nope' is no query of this request"],
    ["e1 + 1", "'e1' refers to itself"],
    ["SEARCH('{AWS/EC2}', 'Sum')", "the sandbox has not built the function SEARCH"],
    ["SUM(a)", "must give a time series"],
    ["a ; b", "unexpected ';'"],
    [`${"(".repeat(60)}a`, "nested too deeply"],
    [`a + ${"1".repeat(2100)}`, "longer than 2048"],
  ])("refuses %s", (expression, message) => {
    const ask = () => world().ask(expression);
    expect(ask).toThrow(expect.objectContaining({ code: "ValidationError" }));
    expect(ask).toThrow(`Error in expression 'e1': `);
    expect(ask).toThrow(message);
  });

  it("takes either an expression or a metric", () => {
    const { api } = world();
    const range = { StartTime: new Date(START), EndTime: new Date(START + MINUTE) };
    expect(() => api.GetMetricData({ MetricDataQueries: [{ Id: "e1" }], ...range }, ctx)).toThrow("Exactly one of");
  });
});
