import { describe, expect, it } from "vitest";
import { CPU, ctx, setUpMetrics } from "../testing/metrics";
import { parseRule } from "./composite-rule";

type World = ReturnType<typeof setUpMetrics>;
const arn = (name: string) => `arn:aws:cloudwatch:eu-central-1:111111111111:alarm:${name}`;
const TOPIC = "arn:aws:sns:eu-central-1:111111111111:ops";

function withChildren() {
  const world = setUpMetrics();
  for (const AlarmName of ["a", "b"]) {
    world.api.PutMetricAlarm(
      {
        AlarmName,
        ...CPU,
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 50,
        ComparisonOperator: "GreaterThanThreshold",
      },
      ctx,
    );
  }
  const set = (AlarmName: string, StateValue: "ALARM" | "OK") =>
    world.api.SetAlarmState({ AlarmName, StateValue, StateReason: "drill" }, ctx);
  return { ...world, set };
}
const put = ({ api }: World, AlarmName: string, AlarmRule: string) =>
  api.PutCompositeAlarm({ AlarmName, AlarmRule, AlarmActions: [TOPIC] }, ctx);
const told = ({ api }: World, name: string) =>
  api.DescribeAlarms({ AlarmNames: [name], AlarmTypes: ["CompositeAlarm"] }, ctx).CompositeAlarms[0];

describe("a composite alarm", () => {
  it("is evaluated when it is made, and again when a child changes", () => {
    const world = withChildren();
    put(world, "both", `ALARM("a") AND ALARM("${arn("b")}")`);
    expect(told(world, "both")).toMatchObject({
      AlarmArn: arn("both"),
      StateValue: "OK",
      StateReason: `${arn("both")} was created and its alarm rule evaluates to OK`,
    });
    world.set("a", "ALARM");
    expect(told(world, "both")?.StateValue).toBe("OK");
    world.set("b", "ALARM");
    expect(told(world, "both")).toMatchObject({
      StateValue: "ALARM",
      StateReason: `${arn("b")} transitioned to ALARM at Monday 23 November, 2026 08:00:00 UTC`,
    });
    expect(JSON.parse(told(world, "both")?.StateReasonData ?? "")).toEqual({
      triggeringAlarms: ["a", "b"].map((name) => ({
        arn: arn(name),
        state: { value: "ALARM", timestamp: "2026-11-23T08:00:00.000+0000" },
      })),
    });
    world.set("a", "OK");
    expect(told(world, "both")?.StateValue).toBe("OK");
  });

  it("may stand on another, and tells its own history", () => {
    const world = withChildren();
    put(world, "inner", "ALARM(a)");
    put(world, "outer", "NOT OK(inner)");
    world.set("a", "ALARM");
    expect(told(world, "outer")?.StateValue).toBe("ALARM");
    const history = (AlarmTypes?: "CompositeAlarm"[]) =>
      world.api
        .DescribeAlarmHistory({ AlarmName: "outer", AlarmTypes, ScanBy: "TimestampAscending" }, ctx)
        .AlarmHistoryItems.map(({ HistorySummary, AlarmType }) => `${AlarmType}: ${HistorySummary}`);
    expect(history(["CompositeAlarm"])).toEqual([
      'CompositeAlarm: Alarm "outer" created',
      "CompositeAlarm: Alarm updated from INSUFFICIENT_DATA to OK",
      "CompositeAlarm: Alarm updated from OK to ALARM",
      `CompositeAlarm: Successfully executed action ${TOPIC}`,
    ]);
    expect(history()).toEqual([]);
  });

  it("is found by type, by its children and by its parents", () => {
    const world = withChildren();
    put(world, "either", "ALARM(a) OR ALARM(b)");
    const names = (input: object) => {
      const { MetricAlarms, CompositeAlarms } = world.api.DescribeAlarms(input, ctx);
      return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
    };
    expect(names({})).toEqual(["a", "b"]);
    expect(names({ AlarmTypes: ["CompositeAlarm", "MetricAlarm"] })).toEqual(["a", "b", "either"]);
    expect(names({ ChildrenOfAlarmName: "either" })).toEqual(["a", "b"]);
    expect(names({ ParentsOfAlarmName: "b" })).toEqual(["either"]);
    const page = world.api.DescribeAlarms({ AlarmTypes: ["CompositeAlarm", "MetricAlarm"], MaxRecords: 2 }, ctx);
    expect([...page.CompositeAlarms, ...page.MetricAlarms].map(({ AlarmName }) => AlarmName)).toEqual(["either", "a"]);
    world.api.DeleteAlarms({ AlarmNames: ["either"] }, ctx);
    expect(names({ AlarmTypes: ["CompositeAlarm"] })).toEqual([]);
  });

  it.each([
    ["ALARM(nobody)", "Could not save the composite alarm as alarms [nobody] in the alarm rule do not exist"],
    ["ALARM(a", "ends too early"],
    ["ALARM(a) XOR ALARM(b)", "unexpected 'XOR'"],
    ["", "ends too early"],
    ["AT_LEAST(1, ALARM, (a))", "has not built AT_LEAST"],
    [`${"(".repeat(60)}TRUE`, "nested too deeply"],
  ])("refuses the rule %s", (rule, message) => {
    const world = withChildren();
    expect(() => put(world, "c", rule)).toThrow(message);
    expect(() => put(world, "c", rule)).toThrow(expect.objectContaining({ code: "ValidationError" }));
  });

  it("cannot stand on itself, scale, or take a metric alarm's name", () => {
    const world = withChildren();
    put(world, "one", "ALARM(a)");
    put(world, "two", "ALARM(one)");
    expect(() => put(world, "one", "ALARM(two)")).toThrow("must not refer to the alarm itself");
    expect(() => put(world, "a", "TRUE")).toThrow("another type");
    const scales = { AlarmName: "s", AlarmRule: "TRUE", AlarmActions: ["arn:aws:autoscaling:eu-central-1:1:x"] };
    expect(() => world.api.PutCompositeAlarm(scales, ctx)).toThrow("cannot scale");
  });
});

describe("a rule", () => {
  it.each([
    ["TRUE", true],
    ["NOT TRUE OR FALSE", false],
    ["ALARM(x) OR ALARM(y) AND FALSE", true],
    ["(ALARM(x) OR ALARM(y)) AND FALSE", false],
    ['NOT (OK("y") AND INSUFFICIENT_DATA(z))', false],
    ["ALARM(gone) OR OK(gone)", false],
  ])("%s is %s", (rule, expected) => {
    const states = { x: "ALARM", y: "OK", z: "INSUFFICIENT_DATA" } as const;
    const stateOf = (name: string) =>
      new Map<string, "ALARM" | "OK" | "INSUFFICIENT_DATA">(Object.entries(states)).get(name);
    expect(parseRule(rule).isTrue(stateOf)).toBe(expected);
  });
});
