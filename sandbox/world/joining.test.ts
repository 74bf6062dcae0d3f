import { expect, test } from "vitest";
import { CLUSTER, GROUP, PLACE, practise, SERVICE, START, told } from "./practice-stack";

test("a group's instances boot, join the cluster, get one daemon task each and become healthy targets", () => {
  const { world, minutes, targetGroupArn } = practise({ instances: 2 });
  minutes(4);
  const { ecs, instances, scaling, balancing } = world;
  expect(instances.list(PLACE).map((instance) => instance.state)).toEqual(["running", "running"]);
  expect(scaling.require(PLACE, GROUP).members.map((member) => member.state)).toEqual(["InService", "InService"]);
  expect(new Set(instances.list(PLACE).map((instance) => instance.zone)).size).toBe(2);
  expect(ecs.store.instancesOf(PLACE, CLUSTER)).toHaveLength(2);
  const tasks = ecs.store.tasks(PLACE);
  expect(tasks.map((task) => task.status)).toEqual(["RUNNING", "RUNNING"]);
  expect(new Set(tasks.map((task) => task.instanceId)).size).toBe(2);
  expect(balancing.targetGroups.require(PLACE, targetGroupArn).targets.map((target) => target.state)).toEqual([
    "healthy",
    "healthy",
  ]);
  const service = ecs.store.service(PLACE, CLUSTER, SERVICE);
  expect(service.deployments.map((deployment) => [deployment.status, deployment.rollout])).toEqual([
    ["PRIMARY", "COMPLETED"],
  ]);
  expect(told(world).at(-1)).toBe("(service orders) has reached a steady state.");
});

test("activities carry AWS's descriptions and causes, one for each instance", () => {
  const { world, minutes } = practise({ instances: 2 });
  minutes(4);
  const { activities } = world.scaling.require(PLACE, GROUP);
  expect(activities).toHaveLength(2);
  for (const activity of activities) {
    expect(activity.status).toBe("Successful");
    expect(activity.description).toMatch(/^Launching a new EC2 instance: i-0[0-9a-f]{16}$/);
    expect(activity.cause).toMatch(
      /^At 2026-11-23T08:00:00Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 2\. {2}At 2026-11-23T08:00:\d\dZ an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 2\.$/,
    );
  }
});

test("the boot script signals CloudFormation after the agent has registered", () => {
  const { world, minutes } = practise({ instances: 1 });
  const signals: string[] = [];
  world.onSignal((_place, signal) => {
    const joined = world.ecs.store.instanceIn(PLACE, signal.uniqueId) !== undefined;
    signals.push(`${signal.stack}/${signal.resource} ${signal.success} joined=${joined}`);
  });
  minutes(3);
  expect(signals).toEqual(["orders-prod/Group true joined=true"]);
});

test("an instance added later gets its daemon task without a deployment", () => {
  const { world, minutes } = practise({ instances: 1 });
  minutes(4);
  const before = world.ecs.store.service(PLACE, CLUSTER, SERVICE).serviceDeployments.length;
  world.scaling.setDesired(PLACE, GROUP, 3, false);
  minutes(4);
  expect(world.fleet.tasks(PLACE)).toHaveLength(3);
  expect(world.fleet.tasks(PLACE).every((task) => task.healthy)).toBe(true);
  expect(world.ecs.store.service(PLACE, CLUSTER, SERVICE).serviceDeployments).toHaveLength(before);
});

test("a world put away and taken up again goes on from there", () => {
  const first = practise({ instances: 2 });
  first.seconds(40);
  const stored = JSON.parse(JSON.stringify(first.kernel.snapshot()));
  first.minutes(4);
  const second = practise({ from: stored });
  second.minutes(4);
  expect(second.world.fleet.tasks(PLACE).map((task) => [task.taskId, task.healthy])).toEqual(
    first.world.fleet.tasks(PLACE).map((task) => [task.taskId, task.healthy]),
  );
  expect(second.world.fleet.tasks(PLACE)).toHaveLength(2);
});

test("the pace shortens boots, pulls and checks, but no cooldown", () => {
  const { world, seconds, kernel } = practise({ instances: 2, from: { start: START, pace: 20 } });
  seconds(10);
  expect(world.fleet.tasks(PLACE).map((task) => task.healthy)).toEqual([true, true]);
  const { arn } = world.scaling.putPolicy(PLACE, GROUP, {
    name: "out",
    type: "SimpleScaling",
    enabled: true,
    adjustmentType: "ChangeInCapacity",
    adjustment: 1,
    cooldown: 120,
  });
  world.scaling.executePolicy(PLACE, arn, undefined);
  seconds(10);
  const group = world.scaling.require(PLACE, GROUP);
  expect(group.members.filter((member) => member.state === "InService")).toHaveLength(3);
  expect(group.cooldownUntil - kernel.now()).toBeGreaterThan(105_000);
});
