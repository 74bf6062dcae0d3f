import { describe, expect, it } from "vitest";
import type { EcsTask } from "@/lib/aws/ecs";
import type { TaskDefinition } from "@/lib/aws/ecs-task-definition";
import type { TargetHealth } from "@/lib/aws/elbv2";
import { joinTasks } from "./join-tasks";

const definition: TaskDefinition = {
  arn: "web:1",
  family: "web",
  revision: 1,
  containers: [
    { name: "agent", image: "agent:9", essential: false, ports: [] },
    {
      name: "web",
      image: "shop/web:1.4.2",
      essential: true,
      ports: [{ container: 80 }],
      log: { group: "orders", streamPrefix: "app" },
    },
  ],
};

const task = (more: Partial<EcsTask> = {}): EcsTask => ({
  arn: "arn:aws:ecs:us-east-1:1:task/orders/t1",
  id: "t1",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
  taskDefinition: "web:1",
  startedBy: "ecs-svc/7",
  containerInstanceArn: "ci/1",
  containers: [{ name: "web", image: "shop/web:1.4.2", digest: "sha256:aa", hostPorts: [32768] }],
  ...more,
});
const target = (more: Partial<TargetHealth> = {}): TargetHealth => ({
  target: "i-1",
  port: 32768,
  state: "healthy",
  ...more,
});
const join = (one: EcsTask, targets?: readonly TargetHealth[]) =>
  joinTasks([one], {
    hosts: new Map([["ci/1", { instanceId: "i-1", zone: "us-east-1a" }]]),
    definitions: new Map([["web:1", definition]]),
    targets,
  })[0];

describe("joinTasks", () => {
  it("tells where a task runs, what it runs, and where it logs", () => {
    expect(join(task(), [target()])).toMatchObject({
      instanceId: "i-1",
      zone: "us-east-1a",
      version: "1.4.2",
      digest: "sha256:aa",
      deploymentId: "ecs-svc/7",
      containers: [{ log: { group: "orders", stream: "app/web/t1" } }],
    });
  });

  const unhealthy = target({ state: "unhealthy", reason: "Target.ResponseCodeMismatch", description: "codes: [503]" });
  it.each([
    ["healthy", task(), [target()], "healthy", undefined],
    ["unhealthy, with the balancer's reason", task(), [unhealthy], "unhealthy", "codes: [503]"],
    [
      "being checked",
      task(),
      [target({ state: "initial", reason: "Elb.RegistrationInProgress" })],
      "starting",
      "Elb.RegistrationInProgress",
    ],
    ["not registered yet", task(), [], "starting", undefined],
    ["registered under another port: not its target", task(), [target({ port: 32769 })], "starting", undefined],
    [
      "found by its address",
      task({ ip: "10.0.0.7" }),
      [target({ target: "10.0.0.7", port: 80 })],
      "healthy",
      undefined,
    ],
    ["draining", task({ desiredStatus: "STOPPED" }), [target({ state: "draining" })], "draining", undefined],
    ["pending", task({ lastStatus: "PENDING" }), [], "starting", undefined],
    ["stopped", task({ lastStatus: "STOPPED" }), [target()], "none", undefined],
    ["without a balancer", task(), undefined, "none", undefined],
    ["without a balancer, by its own check", task({ containerHealth: "HEALTHY" }), undefined, "healthy", undefined],
    [
      "failing its own check",
      task({ containerHealth: "UNHEALTHY" }),
      [target()],
      "unhealthy",
      "Failed its container health check",
    ],
  ] as const)("%s", (_, one, targets, health, reason) => {
    expect(join(one, targets)).toMatchObject({ health });
    expect(join(one, targets)?.healthReason).toBe(reason);
  });
});
