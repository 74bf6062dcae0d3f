import { expect, test } from "vitest";
import { reservation } from "./managed-scaling";
import { CLUSTER, GROUP, PLACE, type Practice, practise, told } from "./practice-stack";

const PROVIDER = "machines";
const WORKERS = "workers";

/** A group without instances behind a capacity provider, and a service whose tasks take an instance each. */
function provided(desired: number, more: { protect?: boolean; maximumScalingStepSize?: number } = {}): Practice {
  const practice = practise({ instances: 2, withService: false });
  const { ecs, scaling } = practice.world;
  scaling.update(PLACE, GROUP, { min: 0, desired: 0, protectNew: more.protect === true });
  practice.minutes(5);
  ecs.createProvider(PLACE, {
    name: PROVIDER,
    groupArn: scaling.require(PLACE, GROUP).arn,
    managedScaling: {
      status: "ENABLED",
      targetCapacity: 100,
      ...(more.maximumScalingStepSize ? { maximumScalingStepSize: more.maximumScalingStepSize } : {}),
    },
    managedTerminationProtection: more.protect ? "ENABLED" : "DISABLED",
    managedDraining: "ENABLED",
    tags: {},
  });
  const strategy = [{ capacityProvider: PROVIDER, weight: 1 }];
  ecs.setProviders(PLACE, CLUSTER, [PROVIDER], strategy);
  ecs.createService(
    PLACE,
    { cluster: CLUSTER, serviceName: WORKERS, taskDefinition: practice.define("1.4.2"), desiredCount: desired },
    {},
    "test",
  );
  return practice;
}

const tasksOf = ({ world }: Practice) =>
  world.ecs.store.liveTasks(PLACE, world.ecs.store.service(PLACE, CLUSTER, WORKERS));
const groupOf = ({ world }: Practice) => world.scaling.require(PLACE, GROUP);

test.each([
  [0, 0, 100],
  [3, 0, 200],
  [2, 4, 50],
  [5, 4, 125],
])("with %i instances needed and %i there the reservation is %i", (needed, there, value) => {
  expect(reservation(needed, there)).toBe(value);
});

test("tasks wait in PROVISIONING for instances, which come, and go when they are needed no more", () => {
  const practice = provided(3);
  practice.seconds(30);
  const waiting = tasksOf(practice);
  expect(waiting.map((task) => [task.status, task.capacityProvider, task.instanceId])).toEqual([
    ["PROVISIONING", PROVIDER, undefined],
    ["PROVISIONING", PROVIDER, undefined],
    ["PROVISIONING", PROVIDER, undefined],
  ]);
  expect(told(practice.world, WORKERS)).toEqual(["(service workers) has started 3 tasks: (task T) (task T) (task T)."]);
  practice.minutes(25);
  const tasks = tasksOf(practice);
  expect(tasks.map((task) => task.id)).toEqual(waiting.map((task) => task.id));
  expect(tasks.map((task) => task.status)).toEqual(["RUNNING", "RUNNING", "RUNNING"]);
  const count = groupOf(practice).members.length;
  expect(count).toBe(new Set(tasks.map((task) => task.instanceId)).size);
  expect(groupOf(practice).activities.at(-1)?.cause).toMatch(
    /a monitor alarm TargetTracking-orders-prod-group-AlarmHigh-\S+ in state ALARM triggered policy ECSManagedAutoScalingPolicy-\w+ changing/,
  );
  practice.world.ecs.setDesired(PLACE, CLUSTER, WORKERS, 1);
  practice.minutes(60);
  expect(groupOf(practice).members.length).toBeLessThan(count);
  expect(tasksOf(practice).filter((task) => task.status === "RUNNING")).toHaveLength(1);
});

test("instances with tasks are kept from scale-in where the provider protects them", () => {
  const practice = provided(2, { protect: true });
  practice.minutes(25);
  const holding = new Set(tasksOf(practice).map((task) => task.instanceId));
  for (const member of groupOf(practice).members) expect(member.protected).toBe(holding.has(member.id));
});

test("the group grows by no more than the largest step at once", () => {
  const practice = provided(6, { maximumScalingStepSize: 1 });
  let last = 0;
  for (let minute = 0; minute < 15; minute++) {
    practice.minutes(1);
    expect(groupOf(practice).desired - last).toBeLessThanOrEqual(1);
    last = groupOf(practice).desired;
  }
  expect(last).toBeGreaterThan(0);
});

test("without managed scaling nothing waits: the service says what is missing", () => {
  const practice = provided(1);
  practice.world.ecs.updateProvider(PLACE, PROVIDER, { managedScaling: { status: "DISABLED" } });
  practice.minutes(2);
  practice.world.ecs.setDesired(PLACE, CLUSTER, WORKERS, 2);
  practice.minutes(1);
  expect(groupOf(practice).policies).toEqual([]);
  expect(told(practice.world, WORKERS)).toContainEqual(
    expect.stringContaining("was unable to place a task because no container instance met all of its requirements."),
  );
});

test("termination protection needs a group that protects its instances", () => {
  const practice = provided(0);
  expect(() => practice.world.ecs.updateProvider(PLACE, PROVIDER, { managedTerminationProtection: "ENABLED" })).toThrow(
    "the Auto Scaling group must have instance protection from scale in enabled.",
  );
});
