import { describe, expect, test } from "vitest";
import { CLUSTER, PLACE, type Practice, practise, SERVICE, told } from "./practice-stack";

const serviceOf = ({ world }: Practice) => world.ecs.store.service(PLACE, CLUSTER, SERVICE);
const versions = ({ world }: Practice) =>
  world.fleet
    .tasks(PLACE)
    .map((task) => task.version)
    .sort();

/** Fewest healthy tasks seen while the simulation ran on, looked at every two seconds. */
function fewestHealthy(practice: Practice, seconds: number): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < seconds; i += 2) {
    practice.seconds(2);
    fewest = Math.min(fewest, practice.world.fleet.tasks(PLACE).filter((task) => task.healthy).length);
  }
  return fewest;
}

describe.each([
  { instances: 2, minimumHealthyPercent: 50, keeps: 1 },
  { instances: 4, minimumHealthyPercent: 50, keeps: 2 },
  { instances: 3, minimumHealthyPercent: 50, keeps: 2 },
  { instances: 2, minimumHealthyPercent: 0, keeps: 0 },
])("$instances instances with a minimum of $minimumHealthyPercent %", (shape) => {
  test(`a deployment keeps ${shape.keeps} healthy and replaces all`, () => {
    const practice = practise(shape);
    practice.minutes(5);
    practice.deploy("1.5.1");
    expect(fewestHealthy(practice, 600)).toBe(shape.keeps);
    expect(versions(practice)).toEqual(Array.from({ length: shape.instances }, () => "1.5.1"));
    const service = serviceOf(practice);
    expect(service.deployments.map((deployment) => [deployment.status, deployment.rollout])).toEqual([
      ["PRIMARY", "COMPLETED"],
    ]);
    expect(service.serviceDeployments[0]?.status).toBe("SUCCESSFUL");
  });
});

test("one instance with a minimum of 50 % never proceeds, and the events say why", () => {
  const practice = practise({ instances: 1, minimumHealthyPercent: 50 });
  practice.minutes(5);
  practice.deploy("1.5.1");
  practice.minutes(60);
  expect(versions(practice)).toEqual(["1.4.2"]);
  expect(serviceOf(practice).deployments.map((deployment) => [deployment.status, deployment.rollout])).toEqual([
    ["PRIMARY", "IN_PROGRESS"],
    ["ACTIVE", "COMPLETED"],
  ]);
  expect(told(practice.world).at(-1)).toBe(
    "(service orders) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
  );
});

test("one instance with a minimum of 0 % stops the old task before the new one starts", () => {
  const practice = practise({ instances: 1, minimumHealthyPercent: 0 });
  practice.minutes(5);
  practice.deploy("1.5.1");
  practice.minutes(5);
  expect(versions(practice)).toEqual(["1.5.1"]);
});

test("the events of a rolling deployment come in AWS's order and words", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  const before = told(practice.world).length;
  practice.deploy("1.5.1");
  practice.minutes(6);
  const round = [
    "(service orders) has stopped 1 running tasks: (task T).",
    "(service orders) deregistered 1 targets in (target-group TG)",
    "(service orders, taskSet ecs-svc/N) has begun draining connections on 1 tasks.",
    "(service orders) has started 1 tasks: (task T).",
    "(service orders) registered 1 targets in (target-group TG)",
  ];
  expect(told(practice.world).slice(before)).toEqual([
    ...round,
    ...round,
    "(service orders) (deployment ecs-svc/N) deployment completed.",
    "(service orders) has reached a steady state.",
  ]);
});

test("the new PRIMARY asks for nothing until the scheduler has looked", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  practice.deploy("1.5.1");
  expect(serviceOf(practice).deployments[0]?.begun).toBe(false);
  expect(serviceOf(practice).serviceDeployments[0]?.status).toBe("PENDING");
  practice.seconds(5);
  expect(serviceOf(practice).deployments[0]?.begun).toBe(true);
  expect(serviceOf(practice).serviceDeployments[0]?.status).toBe("IN_PROGRESS");
});

test("forcing a new deployment replaces the tasks of the same task definition", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(5);
  const old = practice.world.fleet.tasks(PLACE).map((task) => task.taskId);
  practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: SERVICE, forceNewDeployment: true });
  practice.minutes(6);
  const now = practice.world.fleet.tasks(PLACE).map((task) => task.taskId);
  expect(now).toHaveLength(2);
  expect(now.filter((id) => old.includes(id))).toEqual([]);
});

test("an idle service says it is steady once, and again every six hours", () => {
  const practice = practise({ instances: 2 });
  practice.minutes(10);
  const steady = () => told(practice.world).filter((text) => text.endsWith("steady state.")).length;
  const before = steady();
  practice.minutes(5 * 60);
  expect(steady()).toBe(before);
  practice.minutes(13 * 60);
  expect(steady()).toBe(before + 3);
});

test("tasks name the digest their tag meant when the deployment began", () => {
  const practice = practise({ instances: 1 });
  practice.minutes(4);
  const [task] = practice.world.ecs.store.tasks(PLACE);
  expect(task?.containers[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(task?.containers[0]?.digest).toBe(serviceOf(practice).deployments[0]?.digests.web);
});
