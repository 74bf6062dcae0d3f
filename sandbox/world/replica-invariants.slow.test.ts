import fc from "fast-check";
import { expect, test } from "vitest";
import { FARGATE_SERVICE, type FargatePractice, practiseFargate } from "./practice-fargate";
import { CLUSTER, GROUP, PLACE } from "./practice-stack";
import { deploymentBounds } from "./scheduler-plan";

/** Three REPLICA services in one world: on Fargate, on named instances, and on a capacity provider that grows. */
const ON_EC2 = "workers";
const PROVIDED = "queue";
const SERVICES = [FARGATE_SERVICE, ON_EC2, PROVIDED];

type Blow =
  | { kind: "deploy"; service: string; tag: string }
  | { kind: "scale"; service: string; count: number }
  | { kind: "kill"; which: number }
  | { kind: "stop-task"; which: number }
  | { kind: "drain"; which: number }
  | { kind: "shortage"; lacking: boolean }
  | { kind: "fail-next"; how: "crash" | "health-check" | "image-pull" | "out-of-memory" };

const service = fc.constantFrom(...SERVICES);
const blow: fc.Arbitrary<Blow> = fc.oneof(
  fc.record({
    kind: fc.constant("deploy" as const),
    service,
    tag: fc.constantFrom("1.4.0", "1.5.0", "1.6.0", "9.9.9"),
  }),
  fc.record({ kind: fc.constant("scale" as const), service, count: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ kind: fc.constant("kill" as const), which: fc.nat(4) }),
  fc.record({ kind: fc.constant("stop-task" as const), which: fc.nat(8) }),
  fc.record({ kind: fc.constant("drain" as const), which: fc.nat(4) }),
  fc.record({ kind: fc.constant("shortage" as const), lacking: fc.boolean() }),
  fc.record({
    kind: fc.constant("fail-next" as const),
    how: fc.constantFrom("crash" as const, "health-check" as const, "image-pull" as const, "out-of-memory" as const),
  }),
);

function world(): FargatePractice {
  const practice = practiseFargate();
  const { ecs, scaling } = practice.world;
  practice.minutes(4);
  ecs.createProvider(PLACE, {
    name: "machines",
    groupArn: scaling.require(PLACE, GROUP).arn,
    managedScaling: { status: "ENABLED", targetCapacity: 100 },
    managedTerminationProtection: "DISABLED",
    managedDraining: "ENABLED",
    tags: {},
  });
  ecs.setProviders(PLACE, CLUSTER, ["FARGATE", "FARGATE_SPOT", "machines"], []);
  const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  practice.create({ deploymentConfiguration: breaker });
  const onInstances = { cluster: CLUSTER, taskDefinition: small(practice, "1.4.2"), deploymentConfiguration: breaker };
  ecs.createService(PLACE, { ...onInstances, serviceName: ON_EC2, launchType: "EC2", desiredCount: 1 }, {}, "test");
  const capacityProviderStrategy = [{ capacityProvider: "machines", weight: 1 }];
  ecs.createService(
    PLACE,
    { ...onInstances, serviceName: PROVIDED, capacityProviderStrategy, desiredCount: 1 },
    {},
    "test",
  );
  practice.minutes(8);
  return practice;
}

/** A task definition of which two fit on an instance. */
const small = (practice: FargatePractice, tag: string): string =>
  practice.world.ecs.register(
    PLACE,
    {
      family: "small",
      containerDefinitions: [
        {
          name: "web",
          image: `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com/acme/orders:${tag}`,
          cpu: 512,
          memoryReservation: 256,
          portMappings: [{ containerPort: 8080, hostPort: 0 }],
        },
      ],
    },
    {},
  ).arn;

function strike(practice: FargatePractice, it: Blow): void {
  const { ecs, instances, capacity } = practice.world;
  if (it.kind === "deploy") {
    const taskDefinition = it.service === FARGATE_SERVICE ? practice.register(it.tag) : small(practice, it.tag);
    ecs.updateService(PLACE, { cluster: CLUSTER, service: it.service, taskDefinition });
  }
  if (it.kind === "scale") ecs.setDesired(PLACE, CLUSTER, it.service, it.count);
  if (it.kind === "fail-next") ecs.failNextDeployment(PLACE, it.how);
  if (it.kind === "shortage") capacity.set(PLACE, {}, !it.lacking);
  if (it.kind === "stop-task") {
    const task = ecs.store.tasks(PLACE).filter(({ status }) => status !== "STOPPED")[it.which];
    if (task) ecs.stopTask(PLACE, CLUSTER, task.id, undefined);
  }
  const running = instances.list(PLACE).filter((instance) => instance.state === "running");
  const machine = "which" in it ? running[it.which] : undefined;
  if (it.kind === "kill" && machine) instances.terminate(PLACE, machine.id);
  const host = machine && ecs.store.instanceIn(PLACE, machine.id);
  if (it.kind === "drain" && host) ecs.containerInstances.setState(PLACE, CLUSTER, [host.arn], "DRAINING");
}

/** What must be true at every instant. */
function check({ world: { ecs, balancing } }: FargatePractice): void {
  const { store } = ecs;
  const live = store.tasks(PLACE).filter((task) => task.status !== "STOPPED");
  for (const task of live) {
    const where = `${task.service} ${task.status}`;
    if (task.launchType === "FARGATE") expect(task.network?.subnetId, where).toBeTruthy();
    else
      expect(task.awaiting === true || task.instanceId !== undefined || task.desired === "STOPPED", where).toBe(true);
    if (task.awaiting) expect(task.status).toBe("PROVISIONING");
  }
  // The index answers what a search of everything would.
  for (const name of SERVICES) {
    const found = store.service(PLACE, CLUSTER, name);
    const mine = live.filter((task) => task.service === name);
    expect(new Set(store.liveTasks(PLACE, found).map(({ id }) => id))).toEqual(new Set(mine.map(({ id }) => id)));
    const wanted = mine.filter((task) => task.desired === "RUNNING").length;
    const older = mine.some((task) => task.desired === "RUNNING" && task.deploymentId !== found.deployments[0]?.id);
    if (older && found.lookAt === undefined) {
      expect(wanted, name).toBeLessThanOrEqual(Math.max(deploymentBounds(found, found.desired).most, found.desired));
    }
    expect(found.deployments.filter((deployment) => deployment.status === "PRIMARY")).toHaveLength(1);
    expect(found.events.length).toBeLessThanOrEqual(100);
  }
  for (const host of store.instancesOf(PLACE, CLUSTER)) {
    const mine = live.filter((task) => task.instanceId === host.instanceId);
    expect(new Set(store.tasksOn(PLACE, host.instanceId))).toEqual(new Set(mine));
    expect(
      mine.reduce((sum, task) => sum + task.cpuUnits, 0),
      "CPU reserved",
    ).toBeLessThanOrEqual(host.cpuUnits);
    expect(
      mine.reduce((sum, task) => sum + task.memoryMiB, 0),
      "memory",
    ).toBeLessThanOrEqual(host.memoryMiB);
  }
  for (const target of balancing.targetGroups.list(PLACE).flatMap((group) => group.targets)) {
    if (target.state !== "healthy") continue;
    const owner = live.find((task) => task.targets.some(({ id, port }) => id === target.id && port === target.port));
    expect(owner, "a healthy target has a task behind it").toBeDefined();
  }
}

test("whatever happens to REPLICA services, the rules hold at every step and they come to rest as wanted", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(blow, fc.integer({ min: 1, max: 240 })), { minLength: 1, maxLength: 7 }), (story) => {
      const practice = world();
      for (const [it, pause] of story) {
        strike(practice, it);
        for (let left = pause; left > 0; left -= 20) {
          practice.seconds(Math.min(20, left));
          check(practice);
        }
      }
      const { ecs, capacity } = practice.world;
      const arns = ecs.store.instancesOf(PLACE, CLUSTER).map((host) => host.arn);
      ecs.containerInstances.setState(PLACE, CLUSTER, arns, "ACTIVE");
      ecs.failNextDeployment(PLACE, "none");
      capacity.set(PLACE, {}, true);
      for (const name of SERVICES) {
        strike(practice, { kind: "deploy", service: name, tag: "1.4.2" });
        ecs.setDesired(PLACE, CLUSTER, name, 2);
      }
      practice.minutes(60);
      check(practice);
      for (const name of SERVICES) {
        const tasks = practice.world.fleet.tasks(PLACE).filter((task) => task.service === name);
        expect(tasks.map((task) => `${name} ${task.version} ${task.healthy}`)).toEqual([
          `${name} 1.4.2 true`,
          `${name} 1.4.2 true`,
        ]);
        const found = ecs.store.service(PLACE, CLUSTER, name);
        expect(found.deployments.map((deployment) => deployment.rollout)).toEqual(["COMPLETED"]);
        expect(found.events[0]?.message).toContain("has reached a steady state");
      }
    }),
    { numRuns: 15, seed: 20_261_124 },
  );
});

test("a world put away at any moment, tasks waiting for capacity included, ends as if it had never stopped", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), (moment) => {
      const ending = ({ world: { ecs } }: Pick<FargatePractice, "world">) =>
        SERVICES.map((name) => {
          const found = ecs.store.service(PLACE, CLUSTER, name);
          return {
            events: found.events,
            tasks: ecs.store.liveTasks(PLACE, found).map(({ id, status, instanceId }) => ({ id, status, instanceId })),
          };
        });
      const first = world();
      first.world.ecs.setDesired(PLACE, CLUSTER, PROVIDED, 5);
      first.seconds(moment);
      const second = first.again();
      first.minutes(12);
      second.minutes(12);
      expect(ending(second)).toEqual(ending(first));
    }),
    { numRuns: 5, seed: 20_261_124 },
  );
});
