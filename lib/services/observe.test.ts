import { expect, it } from "vitest";
import { judge } from "./observe";
import { deploymentOf, serviceOf, taskOf } from "./test-samples";

it("counts only healthy targets of the primary deployment", () => {
  const facts = serviceOf({
    deployments: [
      deploymentOf({ id: "ecs-svc/2", image: "shop/web:1.5.0", rollout: "IN_PROGRESS" }),
      deploymentOf({ status: "ACTIVE" }),
    ],
  });
  const tasks = [
    taskOf({ id: "new", deploymentId: "ecs-svc/2", version: "1.5.0", digest: "sha256:bb" }),
    taskOf({ id: "old" }),
    taskOf({ id: "starting", deploymentId: "ecs-svc/2", health: "starting" }),
    taskOf({ id: "gone", deploymentId: "ecs-svc/2", lastStatus: "STOPPED", health: "none", stoppedAt: 5 }),
  ];
  expect(judge(facts, tasks)).toMatchObject({
    hasService: true,
    healthy: 1,
    wanted: 2,
    rollout: "IN_PROGRESS",
    image: "shop/web:1.5.0",
    digest: "sha256:bb",
    stoppedTasks: [{ id: "gone" }],
  });
});

it("takes running for healthy only where no load balancer can tell", () => {
  const tasks = [taskOf({ health: "none" })];
  expect(judge(serviceOf(), tasks).healthy).toBe(0);
  expect(judge(serviceOf({ targetGroupArn: undefined }), tasks).healthy).toBe(1);
});
