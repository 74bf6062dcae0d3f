import fc from "fast-check";
import { expect, test } from "vitest";
import { CLUSTER, GROUP, PLACE, type Practice, practise, SERVICE } from "./practice-stack";

/** Something a person, an alarm or fate does to the practice stack. */
type Blow =
  | { kind: "deploy"; tag: string }
  | { kind: "resize"; size: number }
  | { kind: "kill"; which: number }
  | { kind: "stop-task"; which: number }
  | { kind: "drain"; which: number }
  | { kind: "fail-next"; how: "crash" | "health-check" | "image-pull" | "out-of-memory" };

const blow: fc.Arbitrary<Blow> = fc.oneof(
  fc.record({
    kind: fc.constant("deploy" as const),
    tag: fc.constantFrom("1.4.0", "1.5.0", "1.5.1", "1.6.0", "9.9.9"),
  }),
  fc.record({ kind: fc.constant("resize" as const), size: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant("kill" as const), which: fc.nat(4) }),
  fc.record({ kind: fc.constant("stop-task" as const), which: fc.nat(4) }),
  fc.record({ kind: fc.constant("drain" as const), which: fc.nat(4) }),
  fc.record({
    kind: fc.constant("fail-next" as const),
    how: fc.constantFrom("crash" as const, "health-check" as const, "image-pull" as const, "out-of-memory" as const),
  }),
);

function strike(practice: Practice, it: Blow): void {
  const { ecs, scaling, instances, fleet } = practice.world;
  if (it.kind === "deploy") practice.deploy(it.tag);
  if (it.kind === "resize") scaling.setDesired(PLACE, GROUP, it.size, false);
  if (it.kind === "fail-next") ecs.failNextDeployment(PLACE, it.how);
  const task = fleet.tasks(PLACE)[it.kind === "stop-task" ? it.which : 0];
  if (it.kind === "stop-task" && task) ecs.stopTask(PLACE, CLUSTER, task.taskId, undefined);
  const running = instances.list(PLACE).filter((instance) => instance.state === "running");
  const machine = "which" in it ? running[it.which] : undefined;
  if (it.kind === "kill" && machine) instances.terminate(PLACE, machine.id);
  const host = machine && ecs.store.instanceIn(PLACE, machine.id);
  if (it.kind === "drain" && host) ecs.containerInstances.setState(PLACE, CLUSTER, [host.arn], "DRAINING");
}

/** What must be true at every instant. */
function check({ world }: Practice): void {
  const { ecs, balancing, instances, scaling } = world;
  const live = ecs.store.tasks(PLACE).filter((task) => task.status !== "STOPPED");
  expect(new Set(live.map((task) => task.instanceId)).size, "one daemon task an instance").toBe(live.length);
  const service = ecs.store.service(PLACE, CLUSTER, SERVICE);
  expect(service.events.length).toBeLessThanOrEqual(100);
  expect(service.deployments.filter((deployment) => deployment.status === "PRIMARY")).toHaveLength(1);
  const known = new Set(instances.list(PLACE).map((instance) => instance.id));
  for (const member of scaling.require(PLACE, GROUP).members) expect(known).toContain(member.id);
  for (const target of balancing.targetGroups.list(PLACE).flatMap((group) => group.targets)) {
    if (target.state !== "healthy") continue;
    const owner = live.find((task) => task.targets.some(({ id, port }) => id === target.id && port === target.port));
    expect(owner, "a healthy target has a task behind it").toBeDefined();
  }
}

test("whatever happens, the rules hold at every step and the stack comes to rest", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(blow, fc.integer({ min: 1, max: 240 })), { minLength: 1, maxLength: 8 }), (story) => {
      const practice = practise({ instances: 3, managedDraining: true });
      practice.minutes(5);
      for (const [it, pause] of story) {
        strike(practice, it);
        for (let left = pause; left > 0; left -= 20) {
          practice.seconds(Math.min(20, left));
          check(practice);
        }
      }
      // Nobody's instances stay drained by hand, and a last good release ends every story.
      const { ecs } = practice.world;
      const arns = ecs.store.instancesOf(PLACE, CLUSTER).map((host) => host.arn);
      ecs.containerInstances.setState(PLACE, CLUSTER, arns, "ACTIVE");
      ecs.failNextDeployment(PLACE, "none");
      practice.world.scaling.setDesired(PLACE, GROUP, 3, false);
      practice.minutes(10);
      practice.deploy("1.4.2");
      practice.minutes(40);
      check(practice);
      const tasks = practice.world.fleet.tasks(PLACE);
      expect(tasks.map((task) => `${task.version} ${task.healthy}`)).toEqual([
        "1.4.2 true",
        "1.4.2 true",
        "1.4.2 true",
      ]);
      const service = ecs.store.service(PLACE, CLUSTER, SERVICE);
      expect(service.deployments.map((deployment) => deployment.rollout)).toEqual(["COMPLETED"]);
      expect(service.events[0]?.message).toContain("has reached a steady state");
    }),
    { numRuns: 20, seed: 20_261_123 },
  );
});

test("a world put away at any moment of a rolling deployment ends as if it had never stopped", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), (moment) => {
      const ending = ({ world }: Practice) => ({
        tasks: world.fleet.tasks(PLACE).map(({ taskId, version, healthy }) => ({ taskId, version, healthy })),
        events: world.ecs.store.service(PLACE, CLUSTER, SERVICE).events,
        activities: world.scaling.require(PLACE, GROUP).activities,
      });
      const first = practise({ instances: 2 });
      first.minutes(5);
      first.deploy("1.6.0");
      first.seconds(moment);
      const stored = JSON.parse(JSON.stringify(first.kernel.snapshot()));
      const second = practise({ from: stored });
      first.minutes(12);
      second.minutes(12);
      expect(ending(second)).toEqual(ending(first));
    }),
    { numRuns: 8, seed: 20_261_123 },
  );
});
