import { expect, it } from "vitest";
import { input, world } from "../test-sample";
import { names } from "./names";

const made = (type: string, properties: Record<string, string>) =>
  names.run({ ...input(), resources: [{ logicalId: "Group", type, properties }] }, world());

it.each([
  ["AWS::ElasticLoadBalancingV2::TargetGroup", "Name", "a".repeat(33), "fail", /33 characters.*at most 32/],
  ["AWS::ElasticLoadBalancingV2::TargetGroup", "Name", "a".repeat(32), "pass", /32 of 32/],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "Name", "internal-a", "fail", /internal-/],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "Name", "a-", "fail", /no hyphen at either end/],
  ["AWS::IAM::Role", "RoleName", "r".repeat(65), "fail", /at most 64/],
  ["AWS::ECS::CapacityProvider", "Name", "ecs-orders", "fail", /aws, ecs or fargate/],
])("%s called by %s %s: %s", async (type, property, name, status, evidence) => {
  expect(await made(type, { [property]: name })).toMatchObject({ status, evidence: expect.stringMatching(evidence) });
});

it("says nothing where AWS makes the names", () => {
  const resources = [{ logicalId: "A", type: "AWS::SNS::Topic", properties: {} }];
  expect(names.applies({ ...input(), resources })).toBe(false);
});
