import { describe, expect, test } from "vitest";
import { DRAINING_HOOK } from "./clusters";
import { activitiesNewestFirst } from "./group-activities";
import { activeMembers } from "./groups";
import type { ScalingPolicy } from "./policy-records";
import { CLUSTER, GROUP, PLACE, type Practice, practise, SERVICE } from "./practice-stack";
import type { AlarmFiring } from "./seams";

const groupOf = ({ world }: Practice) => world.scaling.require(PLACE, GROUP);
const firing = (more: Partial<AlarmFiring> = {}): AlarmFiring => ({
  alarmName: "orders-cpu-high",
  alarmArn: `arn:aws:cloudwatch:${PLACE.region}:${PLACE.account}:alarm:orders-cpu-high`,
  oldState: "OK",
  newState: "ALARM",
  at: 0,
  threshold: 60,
  value: 75,
  metricName: "CPUUtilization",
  namespace: "AWS/ECS",
  dimensions: { ClusterName: CLUSTER, ServiceName: SERVICE },
  ...more,
});
const policy = (practice: Practice, more: Partial<ScalingPolicy>) =>
  practice.world.scaling.putPolicy(PLACE, GROUP, {
    name: "scale-out",
    type: "SimpleScaling",
    enabled: true,
    adjustmentType: "ChangeInCapacity",
    ...more,
  }).arn;

describe("simple scaling", () => {
  test("waits for the activity and then for the cooldown before it answers again", () => {
    const practice = practise({ instances: 2 });
    practice.minutes(5);
    const arn = policy(practice, { adjustment: 1, cooldown: 120 });
    const fire = () => practice.world.scaling.fire(PLACE, arn, firing());
    expect(fire()).toEqual({ succeeded: true });
    expect(groupOf(practice).desired).toBe(3);
    fire();
    expect(groupOf(practice).desired, "while the activity runs").toBe(3);
    practice.seconds(60);
    const last = activitiesNewestFirst(groupOf(practice))[0];
    expect(last?.status).toBe("Successful");
    fire();
    expect(groupOf(practice).desired, "during the cooldown").toBe(3);
    const cooldownEnds = (last?.endedAt ?? 0) + 120_000;
    practice.seconds((cooldownEnds - practice.kernel.now()) / 1000 - 1);
    fire();
    expect(groupOf(practice).desired, "a second before its end").toBe(3);
    practice.seconds(2);
    fire();
    expect(groupOf(practice).desired).toBe(4);
  });

  test("an alarm's activity names alarm and policy, and its details hold the alarm", () => {
    const practice = practise({ instances: 2 });
    practice.minutes(5);
    practice.world.scaling.fire(PLACE, policy(practice, { adjustment: 2 }), firing());
    practice.minutes(3);
    const launched = activitiesNewestFirst(groupOf(practice)).slice(0, 2);
    for (const activity of launched) {
      expect(activity.cause).toMatch(
        /^At 2026-11-23T08:05:00Z a monitor alarm orders-cpu-high in state ALARM triggered policy scale-out changing the desired capacity from 2 to 4\. {2}At 2026-11-23T08:05:\d\dZ an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 2 to 4\.$/,
      );
      const details = JSON.parse(activity.details);
      expect(Object.keys(details)).toEqual(["Subnet ID", "Availability Zone", "InvokingAlarms"]);
      expect(details.InvokingAlarms[0].AlarmName).toBe("orders-cpu-high");
    }
    expect(launched[0]?.cause).toBe(launched[1]?.cause);
  });

  test("scale-in says who was selected", () => {
    const practice = practise({ instances: 3 });
    practice.minutes(5);
    practice.world.scaling.fire(PLACE, policy(practice, { adjustment: -1 }), firing({ alarmName: "orders-cpu-low" }));
    practice.minutes(3);
    const [activity] = activitiesNewestFirst(groupOf(practice));
    expect(activity?.description).toMatch(/^Terminating EC2 instance: i-/);
    expect(activity?.cause).toMatch(
      /an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from 3 to 2\. {2}At [^ ]+ instance i-0[0-9a-f]{16} was selected for termination\.$/,
    );
    expect(activeMembers(groupOf(practice))).toHaveLength(2);
  });

  test("at the maximum nothing happens, and no cooldown begins", () => {
    const practice = practise({ instances: 2, max: 2 });
    practice.minutes(5);
    const before = groupOf(practice).activities.length;
    practice.world.scaling.fire(PLACE, policy(practice, { adjustment: 1 }), firing());
    practice.minutes(3);
    expect(groupOf(practice).activities).toHaveLength(before);
    expect(groupOf(practice).cooldownUntil).toBe(0);
  });

  test.each([
    ["PercentChangeInCapacity", 50, undefined, 3, 4],
    ["PercentChangeInCapacity", 10, undefined, 3, 4],
    ["PercentChangeInCapacity", -10, undefined, 3, 2],
    ["PercentChangeInCapacity", 10, 2, 3, 5],
    ["ExactCapacity", 5, undefined, 3, 5],
    ["ChangeInCapacity", 9, undefined, 3, 6],
  ])("%s by %d (at least %s) takes %d to %d", (adjustmentType, adjustment, minMagnitude, from, to) => {
    const practice = practise({ instances: from });
    practice.minutes(5);
    const more = { adjustmentType, adjustment, ...(minMagnitude === undefined ? {} : { minMagnitude }) };
    practice.world.scaling.fire(PLACE, policy(practice, more), firing());
    expect(groupOf(practice).desired).toBe(to);
  });
});

test.each([
  [61, 3],
  [75, 4],
  [95, 5],
])("a step policy answers a value of %d with %d instances", (value, expected) => {
  const practice = practise({ instances: 2 });
  practice.minutes(15);
  const arn = policy(practice, {
    type: "StepScaling",
    warmup: 60,
    steps: [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 15, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 15, MetricIntervalUpperBound: 30, ScalingAdjustment: 2 },
      { MetricIntervalLowerBound: 30, ScalingAdjustment: 3 },
    ],
  });
  practice.world.scaling.fire(PLACE, arn, firing({ value }));
  expect(groupOf(practice).desired).toBe(expected);
  // The same breach while the new instances warm up asks for nothing more.
  practice.seconds(40);
  practice.world.scaling.fire(PLACE, arn, firing({ value }));
  expect(groupOf(practice).desired).toBe(expected);
});

describe("a killed instance", () => {
  test("is noticed, replaced, and its task starts anew elsewhere", () => {
    const practice = practise({ instances: 2 });
    practice.minutes(5);
    const [victim] = groupOf(practice).members;
    practice.world.instances.terminate(PLACE, victim?.id ?? "");
    practice.seconds(5);
    expect(practice.world.fleet.tasks(PLACE)).toHaveLength(1);
    practice.minutes(5);
    const group = groupOf(practice);
    expect(group.members.map((member) => member.state)).toEqual(["InService", "InService"]);
    expect(group.members.map((member) => member.id)).not.toContain(victim?.id);
    expect(practice.world.fleet.tasks(PLACE).filter((task) => task.healthy)).toHaveLength(2);
    const [launch, termination] = activitiesNewestFirst(group);
    expect(termination?.cause).toMatch(
      /^At [^ ]+ an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped\.$/,
    );
    expect(launch?.cause).toMatch(
      /^At [^ ]+ an instance was launched in response to an unhealthy instance needing to be replaced\.$/,
    );
    const lost = practice.world.ecs.store.tasks(PLACE).find((task) => task.instanceId === victim?.id);
    expect(lost?.stoppedReason).toBe(`Host EC2 (instance ${victim?.id}) terminated.`);
  });

  test("stays away while health checks are suspended", () => {
    const practice = practise({ instances: 2 });
    practice.minutes(5);
    practice.world.scaling.setSuspended(PLACE, GROUP, ["ReplaceUnhealthy"], true);
    practice.world.instances.terminate(PLACE, groupOf(practice).members[0]?.id ?? "");
    practice.minutes(5);
    expect(practice.world.fleet.tasks(PLACE)).toHaveLength(1);
  });
});

test("a group that asks the load balancer replaces an instance nothing answers on", () => {
  const practice = practise({ instances: 2, withService: false });
  const group = groupOf(practice);
  Object.assign(group, { healthCheckType: "ELB", targetGroupArns: [practice.targetGroupArn], grace: 60 });
  practice.minutes(4);
  const replaced = group.activities.find((activity) => activity.cause.includes("ELB system health check failure"));
  expect(replaced?.description).toMatch(/^Terminating EC2 instance: i-/);
  expect(
    group.activities.some((activity) => activity.cause.includes("an unhealthy instance needing to be replaced")),
  ).toBe(true);
});

describe("managed draining", () => {
  test("empties an instance before the group terminates it", () => {
    const practice = practise({ instances: 3, managedDraining: true });
    practice.minutes(5);
    expect(groupOf(practice).hooks.map((hook) => hook.name)).toEqual([DRAINING_HOOK]);
    practice.world.scaling.setDesired(PLACE, GROUP, 2, false);
    practice.seconds(15);
    const leaving = groupOf(practice).members.find((member) => member.state === "Terminating:Wait");
    const host = practice.world.ecs.store.instanceIn(PLACE, leaving?.id ?? "");
    expect(host?.status).toBe("DRAINING");
    expect(practice.world.instances.find(PLACE, leaving?.id ?? "")?.state).toBe("running");
    expect(activitiesNewestFirst(groupOf(practice))[0]?.status).toBe("MidLifecycleAction");
    practice.minutes(3);
    const task = practice.world.ecs.store.tasks(PLACE).find((candidate) => candidate.instanceId === leaving?.id);
    const gone = practice.world.instances.find(PLACE, leaving?.id ?? "");
    expect(task?.status).toBe("STOPPED");
    expect(task?.stoppedAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(gone?.stoppedAt ?? 0);
    expect(gone?.state).toBe("terminated");
    expect(groupOf(practice).members).toHaveLength(2);
  });
});

describe("deleting a group", () => {
  test("is refused while it has instances", () => {
    const practice = practise({ instances: 1 });
    practice.minutes(2);
    expect(() => practice.world.scaling.remove(PLACE, GROUP, false)).toThrow(/instances or pending Spot/);
  });

  test("by force terminates them and then forgets the group", () => {
    const practice = practise({ instances: 2 });
    practice.minutes(4);
    practice.world.scaling.remove(PLACE, GROUP, true);
    practice.minutes(2);
    expect(practice.world.scaling.find(PLACE, GROUP)).toBeUndefined();
    expect(practice.world.instances.list(PLACE).every((instance) => instance.state === "terminated")).toBe(true);
    expect(practice.world.ecs.store.instancesOf(PLACE, CLUSTER)).toEqual([]);
  });
});

test("a launch EC2 refuses becomes a failed activity that says why", () => {
  const practice = practise({ instances: 1 });
  const { launchTemplates } = practice.world;
  const [template] = launchTemplates.list(PLACE);
  launchTemplates.addVersion(PLACE, { id: template?.id }, { KeyName: "nobody" }, "1");
  practice.world.scaling.update(PLACE, GROUP, {
    template: { id: template?.id ?? "", name: template?.name ?? "", version: "2" },
  });
  practice.minutes(1);
  const [activity] = activitiesNewestFirst(groupOf(practice));
  expect(activity?.status).toBe("Failed");
  expect(activity?.description).toBe(
    "Launching a new EC2 instance.  Status Reason: The key pair 'nobody' does not exist. Launching EC2 instance failed.",
  );
});

test("terminating one by request shrinks the group only when asked, and never below its minimum", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(4);
  const [first, second] = groupOf(practice).members.map((member) => member.id);
  const { activity } = practice.world.scaling.terminateMember(PLACE, first ?? "", true);
  expect(activity?.cause).toMatch(
    /^At [^ ]+ instance i-0[0-9a-f]{16} was taken out of service in response to a user request, shrinking the capacity from 2 to 1\.$/,
  );
  expect(() => practice.world.scaling.terminateMember(PLACE, second ?? "", true)).toThrow(/desiredSize equals minSize/);
  practice.minutes(3);
  expect(groupOf(practice).members).toHaveLength(1);
});

test("target tracking makes its two alarms, follows its metric and takes the alarms along", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  const { alarms, controls, scaling } = practice.world;
  policy(practice, {
    name: "track",
    type: "TargetTrackingScaling",
    tracking: {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
    },
  });
  const [high, low] = alarms.list(PLACE);
  expect(high?.config.name).toMatch(/^TargetTracking-orders-prod-group-AlarmHigh-[0-9a-f-]{36}$/);
  expect(high?.config).toMatchObject({ threshold: 50, evaluationPeriods: 3, comparison: "GreaterThanThreshold" });
  expect(low?.config).toMatchObject({ threshold: 45, evaluationPeriods: 15, comparison: "LessThanThreshold" });
  controls.traffic(PLACE, SERVICE, 400);
  practice.minutes(30);
  expect(groupOf(practice).desired).toBeGreaterThan(2);
  expect(groupOf(practice).activities.at(-1)?.cause).toContain("triggered policy track");
  scaling.removePolicy(PLACE, "track", GROUP);
  expect(alarms.list(PLACE)).toEqual([]);
});
