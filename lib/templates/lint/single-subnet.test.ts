import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const balancer = (properties: string) =>
  `Parameters: {s: {Type: String}, t: {Type: String}, l: {Type: CommaDelimitedList}}\nResources:\n  B:\n    Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n    Properties:\n      ${properties}`;

describe("single-subnet", () => {
  it.each([
    ["Subnets: [!Ref s]", [6]],
    ["Subnets: [subnet-1]", [6]],
    ["Subnets: [!Ref s, !Ref t]", []],
    ["Subnets: !Ref l", []],
    ["{Type: network, Subnets: [!Ref s]}", []],
  ])("%s", (properties, lines) => {
    expect(linesOf("single-subnet", balancer(properties))).toEqual(lines);
  });
});
