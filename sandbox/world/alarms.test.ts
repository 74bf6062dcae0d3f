import { describe, expect, it } from "vitest";
import { CPU, ctx, MINUTE, POLICY, START, setUpMetrics as setUp } from "../testing/metrics";

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

  it("keeps its configuration in the history as CloudWatch writes it", () => {
    const { api } = setUp();
    api.PutMetricAlarm({ ...alarm, AlarmDescription: "CPU" }, ctx);
    const [item] = api.DescribeAlarmHistory({ HistoryItemType: "ConfigurationUpdate" }, ctx).AlarmHistoryItems;
    expect(item?.HistoryData).toBe(
      `{"version":"1.0","type":"Create","createdAlarm":{"alarmName":"high","alarmDescription":"CPU","alarmArn":"arn:aws:cloudwatch:eu-central-1:111111111111:alarm:high","alarmConfigurationUpdatedTimestamp":"2026-11-23T08:00:00.000+0000","namespace":"Test","metricName":"Cpu","statistic":"Average","period":60,"dimensions":[{"value":"orders","name":"Service"}],"threshold":50.0,"comparisonOperator":"GreaterThanThreshold","evaluationPeriods":2,"stateValue":"INSUFFICIENT_DATA","stateUpdatedTimestamp":"2026-11-23T08:00:00.000+0000","actionsEnabled":true,"alarmActions":["${POLICY}"],"insufficientDataActions":[],"okactions":[]}}`,
    );
  });

  it("may watch an expression over metrics", () => {
    const { api, feed, minutes } = setUp();
    const { Statistic: _s, Namespace: _n, MetricName: _m, Dimensions: _d, Period: _p, ...rest } = alarm;
    const Metrics = [
      { Id: "cpu", MetricStat: { Metric: CPU, Period: 60, Stat: "Average" }, ReturnData: false },
      { Id: "twice", Expression: "cpu * 2", ReturnData: true },
    ];
    api.PutMetricAlarm({ ...rest, Metrics }, ctx);
    feed(20, 20);
    minutes(1);
    expect(state(api)).toMatchObject({ StateValue: "OK", Metrics });
    expect(state(api)).not.toHaveProperty("MetricName");
    feed(30, 30);
    minutes(1);
    expect(state(api)).toMatchObject({ StateValue: "ALARM" });
    expect(state(api)?.StateReason).toContain("2 out of the last 2 datapoints [60.0");
    const both = [...Metrics, { Id: "three", Expression: "cpu * 3" }];
    expect(() => api.PutMetricAlarm({ ...rest, Metrics: both }, ctx)).toThrow("Exactly one element");
    const wrong = [{ Id: "e", Expression: "nobody + 1" }];
    expect(() => api.PutMetricAlarm({ ...rest, Metrics: wrong }, ctx)).toThrow("'nobody' is no query");
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
