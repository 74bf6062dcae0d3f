import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const lists = (
  group: string,
  balancer: string,
) => `Parameters: {s: {Type: String}, t: {Type: String}, u: {Type: String}}
Resources:
  A: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {VPCZoneIdentifier: ${group}}}
  B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: ${balancer}}}`;

describe("subnet-lists-differ", () => {
  it.each([
    ["!Ref s", "!Ref t", [4]],
    ["[!Ref s, !Ref t, !Ref u]", "[!Ref s, !Ref t]", [4]],
    ["[!Ref s, !Ref t]", "[!Ref t, !Ref s]", []],
    ["!Ref s", "!Ref s", []],
  ])("%s and %s", (group, balancer, lines) => {
    expect(linesOf("subnet-lists-differ", lists(group, balancer))).toEqual(lines);
  });
});
