import { describe, expect, test } from "vitest";
import { verdictOf } from "./container-health";
import { FARGATE_SERVICE, type FargatePractice, practiseFargate } from "./practice-fargate";
import { CLUSTER, PLACE, told } from "./practice-stack";
import type { ImageBehaviour } from "./seams";

const image = (startSeconds: number, healthStatus = 200) => ({ startSeconds, healthStatus }) as ImageBehaviour;

test.each([
  ["answers at once", {}, image(1), { health: "HEALTHY", afterSeconds: 30 }],
  ["its interval", { interval: 10 }, image(12), { health: "HEALTHY", afterSeconds: 20 }],
  ["too slow", { interval: 10, retries: 2 }, image(25), { health: "UNHEALTHY", afterSeconds: 20 }],
  [
    "slow, in its start period",
    { interval: 10, retries: 2, startPeriod: 60 },
    image(25),
    { health: "HEALTHY", afterSeconds: 30 },
  ],
  ["answers 503", { interval: 10 }, image(1, 503), { health: "UNHEALTHY", afterSeconds: 30 }],
])("a check of an image that %s", (_name, check, behaviour, verdict) => {
  expect(verdictOf({ command: ["CMD"], ...check }, behaviour)).toEqual(verdict);
});

const checked = (practice: FargatePractice, tag: string) =>
  practice.register(tag, {}, { healthCheck: { command: ["CMD", "curl", "localhost:8080"], interval: 10, retries: 2 } });
const serviceOf = ({ world }: FargatePractice) => world.ecs.store.service(PLACE, CLUSTER, FARGATE_SERVICE);

describe("a container with a health check of its own", () => {
  test("is HEALTHY once it passes, and only then the deployment is complete", () => {
    const practice = practiseFargate();
    practice.create({ taskDefinition: checked(practice, "1.4.2"), loadBalancers: [] });
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      practice.seconds(2);
      const healths = practice.world.ecs.store.liveTasks(PLACE, serviceOf(practice)).flatMap((task) => task.containers);
      const allHealthy = healths.length === 2 && healths.every((container) => container.health === "HEALTHY");
      seen.add(`${allHealthy} ${serviceOf(practice).deployments[0]?.rollout}`);
    }
    expect(seen).toContain("false IN_PROGRESS");
    expect(seen).toContain("true COMPLETED");
    expect(seen).not.toContain("false COMPLETED");
  });

  test("is replaced while it fails, until the circuit breaker turns back", () => {
    const practice = practiseFargate();
    const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    practice.create({ taskDefinition: checked(practice, "1.4.2"), loadBalancers: [], deploymentConfiguration });
    practice.minutes(3);
    practice.world.ecs.failNextDeployment(PLACE, "health-check");
    const taskDefinition = checked(practice, "1.5.1");
    practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: FARGATE_SERVICE, taskDefinition });
    practice.minutes(15);
    const events = told(practice.world, FARGATE_SERVICE);
    expect(events).toContain("(service api) (task T) failed container health checks.");
    expect(events).toContain("(service api) rolling back to deployment ecs-svc/N.");
    const stopped = practice.world.ecs.store.tasks(PLACE).filter((task) => task.status === "STOPPED");
    expect(stopped.map((task) => task.stoppedReason)).toContain("Task failed container health checks");
    expect(practice.world.fleet.tasks(PLACE).map((task) => `${task.version} ${task.healthy}`)).toEqual([
      "1.4.2 true",
      "1.4.2 true",
    ]);
  });
});

describe("stopping a service deployment", () => {
  const begun = () => {
    const practice = practiseFargate();
    practice.create();
    practice.minutes(3);
    practice.world.ecs.updateService(PLACE, {
      cluster: CLUSTER,
      service: FARGATE_SERVICE,
      taskDefinition: practice.register("1.5.1"),
    });
    practice.seconds(12);
    const arn = serviceOf(practice).serviceDeployments[0]?.arn ?? "";
    return { practice, stop: (type: string) => practice.world.ecs.stopServiceDeployment(PLACE, arn, type) };
  };
  const record = (practice: FargatePractice) => serviceOf(practice).serviceDeployments[0];

  test("ROLLBACK goes back to the revision before", () => {
    const { practice, stop } = begun();
    stop("ROLLBACK");
    expect(record(practice)?.status).toBe("ROLLBACK_IN_PROGRESS");
    practice.minutes(5);
    expect(record(practice)?.status).toBe("ROLLBACK_SUCCESSFUL");
    expect(practice.world.fleet.tasks(PLACE).map((task) => task.version)).toEqual(["1.4.2", "1.4.2"]);
    expect(() => stop("ROLLBACK")).toThrow("not in a state that allows this operation");
  });

  test("ABORT leaves the old tasks running and starts no more", () => {
    const { practice, stop } = begun();
    stop("ABORT");
    practice.minutes(5);
    expect(record(practice)).toMatchObject({ status: "STOPPED", stoppedAt: expect.any(Number) });
    const versions = practice.world.fleet.tasks(PLACE).map((task) => task.version);
    expect(versions.filter((version) => version === "1.4.2")).toHaveLength(2);
    expect(serviceOf(practice).deployments.map((deployment) => deployment.rollout)).toEqual(["FAILED", "COMPLETED"]);
  });

  test("a forced deployment replaces every task by one of the same definition", () => {
    const practice = practiseFargate();
    practice.create();
    practice.minutes(3);
    const before = practice.world.fleet.tasks(PLACE).map((task) => task.taskId);
    practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: FARGATE_SERVICE, forceNewDeployment: true });
    practice.minutes(5);
    const after = practice.world.fleet.tasks(PLACE).map((task) => task.taskId);
    expect(after).toHaveLength(2);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });

  test("one nobody knows is not found", () => {
    const { practice } = begun();
    const unknown = `arn:aws:ecs:eu-west-1:111122223333:service-deployment/${CLUSTER}/${FARGATE_SERVICE}/none`;
    expect(() => practice.world.ecs.stopServiceDeployment(PLACE, unknown, "ROLLBACK")).toThrow("could not be found");
  });
});
