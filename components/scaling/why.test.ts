import { describe, expect, it } from "vitest";
import type { Alarm, ScalingActivity, ScalingGroup } from "@/lib/scaling/types";
import type { Task } from "@/lib/services/types";
import { lastScaling, type WhyInputs } from "./why";
import { whatWouldScale, whyNot } from "./why-not";

const T = Date.UTC(2026, 10, 23, 14, 3, 0);
const REASON =
  "Threshold Crossed: 2 out of the last 2 datapoints [83.9 (23/11/26 14:02:00), 81.4 (23/11/26 14:01:00)] were greater than the threshold (75.0) (minimum 2 datapoints for OK -> ALARM transition).";
const CAUSE =
  "At 2026-11-23T14:03:12Z a monitor alarm cpu-high in state ALARM triggered policy scale-up changing the desired capacity from 2 to 3.  At 2026-11-23T14:03:20Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 2 to 3.";

const alarm = (change: Partial<Alarm> = {}): Alarm => ({
  name: "cpu-high",
  arn: "a",
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
const group = (change: Partial<ScalingGroup> = {}): ScalingGroup => ({
  name: "g",
  min: 1,
  max: 6,
  desired: 3,
  inService: 3,
  suspended: [],
  instances: [],
  ...change,
});
const scaleOut: ScalingActivity = {
  id: "1",
  at: T + 12_000,
  endedAt: T + 52_000,
  description: "Launching a new EC2 instance: i-0a12f3c4d5e6",
  cause: CAUSE,
  status: "Successful",
  instanceId: "i-0a12f3c4d5e6",
  zone: "us-east-1b",
  change: { from: 2, to: 3 },
  alarmName: "cpu-high",
  policyName: "scale-up",
};
const task: Task = {
  id: "3f9c41d0",
  arn: "t",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
  health: "healthy",
  taskDefinition: "td",
  instanceId: "i-0a12f3c4d5e6",
  startedAt: T + 88_000,
  containers: [],
};
const inputs = (change: Partial<WhyInputs> = {}): WhyInputs => ({
  activities: [scaleOut],
  alarms: [alarm()],
  bands: [{ alarm: "cpu-high", state: "ALARM", from: T, to: T + 180_000, reason: REASON }],
  policies: [{ name: "scale-up", arn: "p", type: "SimpleScaling", adjustment: 1, cooldownSeconds: 180, alarms: [] }],
  group: group(),
  tasks: [task],
  taskScaling: null,
  stack: "orders",
  ...change,
});

describe("why it scaled", () => {
  it("tells it from the datapoints to the task that takes traffic, in order", () => {
    const story = lastScaling(inputs(), "UTC");
    expect(story?.title).toBe("Why did it scale out at 14:03?");
    expect(story?.sentence).toBe(
      "CPU was above 75% for 2 of 2 datapoints (81.4, 83.9), so the alarm cpu-high fired and the policy added one instance. It took 3 min 28 s in all.",
    );
    expect(story?.steps.map((step) => [step.after, step.words])).toEqual([
      ["0:00", "Datapoints 81.4%, 83.9%"],
      ["2:00", "Alarm cpu-high → ALARM"],
      ["2:12", "Policy scale-up +1 (2 → 3, max 6)"],
      ["2:52", "i-0a12f3c… in service, us-east-1b"],
      ["3:28", "Task 3f9c41d0 started"],
    ]);
  });

  it("says when it was a person and not an alarm", () => {
    const byHand = {
      ...scaleOut,
      alarmName: undefined,
      policyName: undefined,
      cause:
        "At 2026-11-23T14:03:12Z a user request update of AutoScalingGroup constraints to min: 1, max: 5, desired: 3 changing the desired capacity from 2 to 3.  At …",
    };
    expect(lastScaling(inputs({ activities: [byHand], bands: [] }), "UTC")?.sentence).toMatch(
      /^It was not an alarm: A user request update of AutoScalingGroup constraints/,
    );
  });

  it("has no story when only instances were replaced", () => {
    expect(lastScaling(inputs({ activities: [{ ...scaleOut, change: { from: 3, to: 3 } }] }), "UTC")).toBeNull();
  });

  it("has no story for the launch itself", () => {
    expect(lastScaling(inputs({ activities: [{ ...scaleOut, change: { from: 0, to: 2 } }] }), "UTC")).toBeNull();
  });

  it("does not take an alarm of hours ago for the cause", () => {
    const old = [
      { alarm: "cpu-high", state: "ALARM" as const, from: T - 7_200_000, to: T - 7_000_000, reason: REASON },
    ];
    expect(lastScaling(inputs({ bands: old }), "UTC")?.steps[0]?.words).toMatch(/^Policy/);
  });
});

describe("why the number of tasks changed", () => {
  const policyArns = [
    "arn:aws:autoscaling:us-east-1:1:scalingPolicy:0a:resource/ecs/service/orders/web:policyName/cpu",
  ];
  const high = alarm({ name: "high", policyArns, threshold: 60, evaluationPeriods: 3, datapointsToAlarm: 3 });
  const tasksOut: ScalingActivity = {
    id: "s1",
    of: "tasks",
    at: T + 20_000,
    endedAt: T + 50_000,
    description: "Setting desired count to 3.",
    cause: "monitor alarm high in state ALARM triggered policy cpu",
    status: "Successful",
    wanted: 3,
    change: { from: 2, to: 3 },
    alarmName: "high",
    policyName: "cpu",
  };
  const ringing = { alarm: "high", state: "ALARM" as const, from: T, reason: REASON };
  const onFargate = inputs({
    activities: [tasksOut],
    alarms: [high],
    bands: [ringing],
    policies: [],
    group: null,
    taskScaling: { min: 2, max: 4, suspended: [] },
    tasks: [
      { ...task, instanceId: undefined, startedAt: T + 60_000 },
      { ...task, id: "old", startedAt: T - 9_000 },
    ],
  });

  it("tells it without any instance", () => {
    const story = lastScaling(onFargate, "UTC");
    expect(story?.sentence).toMatch(
      /^CPU was above 60% for 3 of 3 datapoints .* so the alarm high fired and the policy added one task\. It took/,
    );
    expect(story?.steps.map(({ words }) => words)).toEqual([
      "Newest datapoints 81.4%, 83.9%",
      "Alarm high → ALARM",
      "Policy cpu +1 task (2 → 3, max 4)",
      "Task 3f9c41d0 started",
    ]);
  });

  it("with a capacity provider begins with the tasks that instances had to follow", () => {
    const followed = {
      ...scaleOut,
      at: T + 150_000,
      endedAt: T + 190_000,
      alarmName: "reserved",
      policyName: "ECSManagedAutoScalingPolicy-0a",
    };
    const reserved = alarm({ name: "reserved", metricName: "CapacityProviderReservation", threshold: 100 });
    const story = lastScaling(
      { ...onFargate, activities: [followed, tasksOut], alarms: [high, reserved], group: group(), tasks: [] },
      "UTC",
    );
    expect(story?.sentence).toMatch(
      /the policy added one task\. Then instances had to follow: Reserved capacity was above 100%/,
    );
    expect(story?.steps.map(({ words }) => words).slice(-2)).toEqual([
      "Policy ECSManagedAutoScalingPolicy-0a +1 (2 → 3, max 6)",
      "i-0a12f3c… in service, us-east-1b",
    ]);
  });

  it("says that low load at the fewest tasks is normal, and what holds it at the most", () => {
    const held = (direction: "in" | "out", desiredTasks: number) =>
      whyNot({ ...onFargate, alarms: [{ ...high, direction, state: "ALARM" }], desiredTasks });
    expect(held("in", 2)).toMatch(/service is at its minimum of 2 tasks: .* normal/);
    expect(held("out", 4)).toMatch(/service is at its cap of 4 tasks/);
    expect(held("out", 3)).toBeNull();
  });
});

describe("why it did not", () => {
  it.each([
    [{ alarms: [alarm({ name: "cpu-low", state: "ALARM", direction: "in" })], group: group({ desired: 1 }) }, /normal/],
    [{ alarms: [alarm({ state: "ALARM" })], group: group({ desired: 6 }) }, /cap of 6/],
    [{ alarms: [alarm({ actionsEnabled: false })], group: group() }, /switched off/],
    [{ alarms: [alarm()], group: group({ suspended: ["AlarmNotification"] }) }, /suspended/],
  ])("case %#", (given, words) => {
    expect(whyNot({ taskScaling: null, stack: "orders", ...given })).toMatch(words);
  });

  it("is quiet when nothing holds it back", () => {
    expect(whyNot({ ...inputs(), alarms: [alarm({ state: "ALARM" })] })).toBeNull();
  });
});

it("says what each alarm waits for, and nothing of those that are switched off", () => {
  const off = alarm({ name: "off", actionsEnabled: false });
  expect(whatWouldScale([alarm(), off]).map((each) => each.words)).toEqual([
    "Adds capacity when CPU is > 75%, 2 of 2 min",
  ]);
});
