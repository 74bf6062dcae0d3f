import { describe, expect, it } from "vitest";
import { lintTemplate } from "./lint";
import { parseTemplate } from "./parse";

const rules = (text: string): string[] => {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return lintTemplate(parsed).map(({ rule, line }) => `${rule}@${line ?? "-"}`);
};
const group = (ingress: string, parameters = "") => `${parameters}
Resources:
  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: [${ingress}]}}`;
const task = (
  image: string,
  tag = "x",
) => `Parameters: {stage: {Type: String, Default: dev}, v: {Type: String, Default: ${tag}}}
Resources:
  T: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Image: ${image}}]}}`;
const lists = (a: string, b: string) => `Parameters: {s: {Type: CommaDelimitedList}, t: {Type: CommaDelimitedList}}
Resources:
  A: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {VPCZoneIdentifier: ${a}}}
  B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: ${b}}}`;

describe("lintTemplate", () => {
  it.each([
    [
      "a launch configuration",
      "Resources: {L: {Type: AWS::AutoScaling::LaunchConfiguration}}",
      ["launch-configuration@1"],
    ],
    ["port 22 open", group("{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}"), ["open-ssh@3"]],
    [
      "port 22 in a range, IPv6",
      group("{IpProtocol: tcp, FromPort: 0, ToPort: 1024, CidrIpv6: '::/0'}"),
      ["open-ssh@3"],
    ],
    ["every protocol", group("{IpProtocol: -1, CidrIp: 0.0.0.0/0}"), ["open-ssh@3"]],
    [
      "open by a parameter's default, behind a condition",
      group(
        "!If [C, {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref from}, !Ref AWS::NoValue]",
        "Parameters: {from: {Type: String, Default: 0.0.0.0/0}}\nConditions: {C: !Equals [a, b]}",
      ),
      ["open-ssh@4"],
    ],
    ["port 80 open", group("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}"), []],
    ["port 22 from one range", group("{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}"), []],
    ["an image without a tag", task("docker.io/acme/orders"), ["moving-tag@3"]],
    ["a pinned image", task("nginx:1.27"), []],
    ["a tag parameter with latest", task('!Sub "acme/orders:${v}"', "latest"), ["moving-tag@1"]],
    ["a tag parameter with a version", task('!Sub "acme/orders:${v}"', "1.4.3"), []],
    ["two subnet lists", lists("!Ref s", "!Ref t"), ["subnet-lists-differ@4"]],
    ["the same subnets in another order", lists("[!Ref s, !Ref t]", "[!Ref t, !Ref s]"), []],
    [
      "no health check path",
      "Resources: {T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Protocol: HTTP}}}",
      ["no-health-check@1"],
    ],
    [
      "a TCP target group",
      "Resources: {T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Protocol: TCP}}}",
      [],
    ],
  ])("%s", (_, text, expected) => {
    expect(rules(text)).toEqual(expected);
  });
});
