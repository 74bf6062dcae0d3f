import { describe, expect, it } from "vitest";
import { stackOf } from "@/lib/services/test-samples";
import type { Deployment, ServiceFacts } from "@/lib/services/types";
import { deploymentWords, isDeploying, isWithoutService, rolloutWords, spread } from "./facts";

const deployment = (change: Partial<Deployment>): Deployment => ({
  id: "ecs-svc/1",
  status: "PRIMARY",
  rollout: "COMPLETED",
  taskDefinition: "td",
  desired: 3,
  running: 3,
  pending: 0,
  failed: 0,
  createdAt: 0,
  updatedAt: 0,
  ...change,
});
const service = (...deployments: Deployment[]): ServiceFacts => ({
  clusterName: "c",
  clusterArn: "c",
  serviceName: "s",
  serviceArn: "s",
  status: "ACTIVE",
  scheduling: "DAEMON",
  desired: 3,
  running: 3,
  pending: 0,
  taskDefinition: "td",
  deployments,
  createdAt: 0,
});

describe("the deployment in words", () => {
  it("counts the tasks of the newest deployment", () => {
    const old = deployment({ id: "0", status: "ACTIVE", running: 2 });
    expect(deploymentWords(service(old, deployment({ rollout: "IN_PROGRESS", running: 1 })), null)).toBe(
      "in progress, 1 of 3 tasks",
    );
  });

  it("goes by the counts where ECS tells no rollout state", () => {
    expect(rolloutWords(deployment({ rollout: null })).words).toBe("completed");
    expect(rolloutWords(deployment({ rollout: null, running: 2 })).words).toBe("in progress");
  });

  it("says that there is none", () => {
    expect(deploymentWords(null, null)).toBe("no ECS service in this stack");
  });
});

it("tells a deployment from versions that are mixed by accident", () => {
  expect(isDeploying(service(deployment({})))).toBe(false);
  expect(isDeploying(service(deployment({}), deployment({ status: "ACTIVE" })))).toBe(true);
});

it("says how far a version is spread", () => {
  const all = [
    { version: "1.5.0", tasks: 2 },
    { version: "1.4.2", tasks: 1 },
  ];
  expect(all.map((each) => spread(each, all))).toEqual(["on 2 of 3", "on 1 of 3"]);
  expect(spread({ version: "1.5.0", tasks: 3 }, [{ version: "1.5.0", tasks: 3 }])).toBe("on all 3");
});

it("knows a stack to be without a service only once it is made and read", () => {
  const part = <D>(data: D) => ({ data, at: 1, error: null });
  const resource = (type: string) => ({ logicalId: type, type, status: "CREATE_COMPLETE", updatedAt: 1 });
  const without = (types: readonly string[], status: "CREATE_COMPLETE" | "CREATE_IN_PROGRESS" = "CREATE_COMPLETE") =>
    isWithoutService({ stack: part(stackOf({ status })), resources: part(types.map(resource)) });
  expect(without(["AWS::EC2::VPC"])).toBe(true);
  expect(without(["AWS::EC2::VPC"], "CREATE_IN_PROGRESS")).toBe(false);
  expect(without(["AWS::EC2::VPC", "AWS::ECS::Service"])).toBe(false);
  expect(isWithoutService({ stack: part(stackOf()), resources: { data: null, at: 0, error: null } })).toBe(false);
});
