import { expect, test } from "vitest";
import { breakerThreshold } from "./deployments";
import { readStream } from "./log-reads";
import { CLUSTER, LOG_GROUP, PLACE, type Practice, practise, SERVICE, told } from "./practice-stack";
import type { DeploymentFailure } from "./seams";

const serviceOf = ({ world }: Practice) => world.ecs.store.service(PLACE, CLUSTER, SERVICE);
const versions = ({ world }: Practice) =>
  world.fleet
    .tasks(PLACE)
    .map((task) => `${task.version} ${task.healthy ? "healthy" : "unhealthy"}`)
    .sort();
const stopped = ({ world }: Practice) => world.ecs.store.tasks(PLACE).filter((task) => task.status === "STOPPED");

test.each<[DeploymentFailure, string, string, number | undefined]>([
  ["crash", "EssentialContainerExited", "Essential container in task exited", 1],
  ["out-of-memory", "EssentialContainerExited", "Essential container in task exited", 137],
  ["health-check", "ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group ", 0],
  [
    "image-pull",
    "TaskFailedToStart",
    "CannotPullContainerError: pull image manifest has been retried 1 time(s)",
    undefined,
  ],
  ["slow-start", "ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group ", 0],
])("a deployment that fails by %s is rolled back by the circuit breaker", (failure, code, reason, exitCode) => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  const good = serviceOf(practice).deployments[0];
  practice.world.ecs.failNextDeployment(PLACE, failure);
  practice.deploy("1.5.1");
  const bad = serviceOf(practice).deployments[0];
  practice.minutes(30);

  const service = serviceOf(practice);
  expect(service.deployments.map(({ id, status, rollout }) => [id, status, rollout])).toEqual([
    [good?.id, "PRIMARY", "COMPLETED"],
  ]);
  expect(versions(practice)).toEqual(["1.4.2 healthy", "1.4.2 healthy"]);
  const failed = stopped(practice).filter((task) => task.deploymentId === bad?.id && task.stopCode === code);
  expect(failed.length).toBeGreaterThanOrEqual(3);
  expect(failed[0]?.stoppedReason?.startsWith(reason)).toBe(true);
  expect(failed[0]?.containers[0]?.exitCode).toBe(exitCode);
  const events = told(practice.world);
  const at = events.indexOf("(service orders) (deployment ecs-svc/N) deployment failed: tasks failed to start.");
  expect(events[at + 1]).toBe("(service orders) rolling back to deployment ecs-svc/N.");
  expect(events.slice(-2)).toEqual([
    "(service orders) (deployment ecs-svc/N) deployment completed.",
    "(service orders) has reached a steady state.",
  ]);
  const [record] = service.serviceDeployments;
  expect(record?.status).toBe("ROLLBACK_SUCCESSFUL");
  expect(record?.rollback?.reason).toBe(
    "Service deployment rolled back because the circuit breaker threshold was exceeded.",
  );
  expect(record?.breaker).toEqual({ status: "TRIGGERED", failures: 3, threshold: 3 });
});

test("the catalogued image that crashes fails, says why in its log, and ends where it was", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  practice.deploy("1.6.0");
  practice.minutes(20);
  expect(versions(practice)).toEqual(["1.4.2 healthy", "1.4.2 healthy"]);
  const crashed = stopped(practice).find((task) => task.stopCode === "EssentialContainerExited");
  expect(crashed?.containers[0]).toMatchObject({ exitCode: 1 });
  const { logs } = practice.world;
  const stream = `orders/web/${crashed?.id}`;
  const query = { limit: 10, startFromHead: true };
  const lines = readStream(logs, PLACE, LOG_GROUP, stream, query).events.map((event) => event.message);
  expect(lines[0]).toBe("orders 1.6.0 starting, node v20.19.0, pid 1");
  expect(lines.at(-1)).toBe("Error: DATABASE_URL is not set");
});

test("without its log group a container cannot start, and says so", () => {
  const practice = practise({ instances: 1, minimumHealthyPercent: 0, breaker: false });
  practice.minutes(5);
  practice.deploy("1.5.1", {
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": "/gone", "awslogs-stream-prefix": "orders" },
    },
  });
  practice.minutes(3);
  const [task] = stopped(practice).filter((candidate) => candidate.stopCode === "TaskFailedToStart");
  expect(task?.stoppedReason).toMatch(/^CannotStartContainerError: .*The specified log group does not exist\.$/);
  expect(practice.world.fleet.tasks(PLACE)).toEqual([]);
});

test("without the breaker a bad image keeps failing and the old tasks that may stay, stay", () => {
  const practice = practise({ instances: 2, breaker: false });
  practice.minutes(5);
  practice.deploy("1.6.0");
  practice.minutes(8);
  expect(serviceOf(practice).deployments.map((deployment) => [deployment.status, deployment.rollout])).toEqual([
    ["PRIMARY", "IN_PROGRESS"],
    ["ACTIVE", "COMPLETED"],
  ]);
  expect(versions(practice)).toContain("1.4.2 healthy");
  expect(told(practice.world)).toContain("(service orders) is unable to consistently start tasks successfully.");
});

test("failures count in a row: a task that turns healthy sets the count back", () => {
  const practice = practise({ instances: 4 });
  practice.minutes(5);
  practice.world.ecs.failNextDeployment(PLACE, "crash");
  practice.deploy("1.5.1");
  const [deployment] = serviceOf(practice).deployments;
  if (!deployment) throw new Error("no deployment");
  while (deployment.failedTasks < 2) practice.seconds(1);
  deployment.fault = "none";
  const counts = new Set<number>();
  for (let i = 0; i < 300; i++) {
    practice.seconds(1);
    if (deployment.rollout === "IN_PROGRESS") counts.add(deployment.failedTasks);
  }
  expect([...counts]).toEqual([2, 0]);
  expect(deployment.rollout).toBe("COMPLETED");
});

test("the breaker can be told not to act on DAEMON services", () => {
  const practice = practise({ instances: 2 });
  practice.world.ecs.setBreakerOnDaemon(PLACE, false);
  practice.minutes(5);
  practice.deploy("1.6.0");
  practice.minutes(30);
  expect(serviceOf(practice).deployments[0]?.rollout).toBe("IN_PROGRESS");
});

test("a first deployment that fails has nothing to go back to", () => {
  const practice = practise({ instances: 2, withService: false });
  practice.minutes(4);
  practice.startService("1.6.0");
  practice.minutes(30);
  expect(serviceOf(practice).deployments.map((deployment) => [deployment.status, deployment.rollout])).toEqual([
    ["PRIMARY", "FAILED"],
  ]);
  expect(serviceOf(practice).deployments[0]?.reason).toBe("ECS deployment circuit breaker: tasks failed to start.");
});

test("tasks that cannot be pulled are tried again at growing intervals", () => {
  const practice = practise({ instances: 1, minimumHealthyPercent: 0, breaker: false });
  practice.minutes(5);
  practice.deploy("9.9.9");
  practice.minutes(30);
  const tries = practice.world.ecs.store
    .tasks(PLACE)
    .filter((task) => task.stopCode === "TaskFailedToStart")
    .map((task) => task.createdAt);
  const gaps = tries.slice(1).map((at, i) => Math.round((at - (tries[i] ?? 0)) / 60_000));
  expect(gaps.slice(0, 3)).toEqual([5, 6, 10]);
});

test("an unhealthy task's event names its port, its target group and the answer", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  practice.deploy("1.7.0");
  practice.minutes(20);
  const [event] = told(practice.world).filter((text) => text.includes("is unhealthy in"));
  expect(event).toMatch(
    /^\(service orders\) \(task T\) \(port \d+\) is unhealthy in \(target-group TG\) due to \(reason Health checks failed with these codes: \[503\]\)\.$/,
  );
  expect(
    told(practice.world).some((text) => text.endsWith("Amazon ECS replaced 1 tasks due to an unhealthy status.")),
  ).toBe(true);
});

test("a slow container is given its grace period, and then counts", () => {
  const practice = practise({ instances: 2, grace: 240 });
  practice.minutes(10);
  // Starts for 150 s; three checks of 10 s would give it up.
  practice.deploy("1.8.0");
  practice.minutes(15);
  expect(versions(practice)).toEqual(["1.8.0 healthy", "1.8.0 healthy"]);
  expect(serviceOf(practice).serviceDeployments[0]?.status).toBe("SUCCESSFUL");
});

test("a container too big for its instances is never placed, and the event says what is short", () => {
  const practice = practise({ instances: 2, minimumHealthyPercent: 0 });
  practice.minutes(5);
  practice.deploy("1.5.1", { memory: 4096 });
  practice.minutes(20);
  expect(practice.world.fleet.tasks(PLACE)).toEqual([]);
  expect(serviceOf(practice).deployments[0]?.rollout).toBe("IN_PROGRESS");
  const complaints = told(practice.world).filter((text) => text.includes("was unable to place a task because"));
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toContain("has insufficient memory available. For more information");
});

test("stopping a service deployment turns back to the one before", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  practice.deploy("1.5.1");
  practice.seconds(60);
  const arn = serviceOf(practice).serviceDeployments[0]?.arn ?? "";
  practice.world.ecs.stopServiceDeployment(PLACE, arn, "ROLLBACK");
  practice.minutes(8);
  expect(versions(practice)).toEqual(["1.4.2 healthy", "1.4.2 healthy"]);
  expect(serviceOf(practice).serviceDeployments[0]?.status).toBe("ROLLBACK_SUCCESSFUL");
});

test.each([
  [undefined, 2, 3],
  [undefined, 10, 5],
  [undefined, 1000, 200],
  [{ type: "COUNT" as const, value: 2 }, 10, 2],
  [{ type: "BOUNDED_PERCENT" as const, value: 100 }, 10, 10],
  [{ type: "UNBOUNDED_PERCENT" as const, value: 10 }, 5, 1],
])("threshold %j with %d tasks is %d failures", (thresholdConfiguration, desired, expected) => {
  const breaker = { enable: true, rollback: true, ...(thresholdConfiguration ? { thresholdConfiguration } : {}) };
  expect(breakerThreshold({ deploymentCircuitBreaker: breaker }, desired)).toBe(expected);
});
