import { describe, expect, it } from "vitest";
import { completionsAt, templateNames } from "./names";

const yaml = `Parameters:
  service: {Type: String}
  "stage":
    Type: String
Conditions:
  Tls: !Equals [a, b]
Mappings:
  Sizes:
    small: {cpu: 1}
Resources:
  # not: one
  Cluster:
    Type: AWS::ECS::Cluster
  Balancer:
    DependsOn: Cluster
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Type: application
  Broken: [
Outputs:
  Address: {Value: x}
`;
const json = `{
  "Parameters": { "ignoredOnOneLine": {} },
  "Resources": {
    "Role": {
      "Type": "AWS::IAM::Role"
    },
    "Topic": { "Type": "AWS::SNS::Topic" }
  }
}`;

describe("templateNames", () => {
  it("reads YAML, also while it is broken", () => {
    expect(templateNames(yaml)).toEqual({
      parameters: ["service", "stage"],
      conditions: ["Tls"],
      mappings: ["Sizes"],
      resources: [
        { name: "Cluster", type: "AWS::ECS::Cluster" },
        { name: "Balancer", type: "AWS::ElasticLoadBalancingV2::LoadBalancer" },
        { name: "Broken", type: undefined },
      ],
    });
  });

  it("reads JSON", () => {
    expect(templateNames(json).resources).toEqual([
      { name: "Role", type: "AWS::IAM::Role" },
      { name: "Topic", type: "AWS::SNS::Topic" },
    ]);
  });

  it.each(["", "\t\t:", "{", "Resources", "Parameters:\n\n\n  a"])("takes %j", (text) => {
    expect(templateNames(text).resources).toEqual([]);
  });
});

describe("completionsAt", () => {
  const names = templateNames(yaml);
  const labels = (before: string) => completionsAt(before, names)?.options.map(({ label }) => label);
  it.each([
    ["  Cluster: !Ref ", ["service", "stage", "Cluster", "Balancer", "Broken", "AWS::AccountId"]],
    ['  "Ref": "', ["service", "stage", "Cluster"]],
    ["  Name: !Sub a-${", ["service", "stage", "Cluster"]],
    ["  Name: !Sub ${Balancer.", ["CanonicalHostedZoneID", "DNSName"]],
    ["  Arn: !GetAtt ", ["Cluster", "Balancer", "Broken"]],
    ["  Arn: !GetAtt Balancer.", ["CanonicalHostedZoneID", "DNSName"]],
    ["  Fn::GetAtt: [Balancer, ", ["CanonicalHostedZoneID", "DNSName"]],
    ["  Condition: ", ["Tls"]],
    ["  Port: !If [", ["Tls"]],
    ["  DependsOn: ", ["Cluster", "Balancer", "Broken"]],
    ["  DependsOn: [Cluster, ", ["Cluster", "Balancer", "Broken"]],
    ["  Cpu: !FindInMap [", ["Sizes"]],
  ])("%s", (before, expected) => {
    expect(labels(before)?.slice(0, expected.length)).toEqual(expected);
  });

  it("says how much is replaced", () => {
    expect(completionsAt("  !Ref serv", names)?.typed).toBe(4);
    expect(completionsAt("${Balancer.DNS", names)?.typed).toBe(3);
  });

  it.each(["  Type: ", "  Description: Ref", "", "  Prefix: "])("leaves %j alone", (before) => {
    expect(completionsAt(before, names)).toBeUndefined();
  });
});
