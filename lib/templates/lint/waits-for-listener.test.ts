import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const template = (service: string, listener = "Listener") => `Resources:
  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}
  ${listener}:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: {DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}
  Other: {Type: T, DependsOn: ${listener}}
  Service:
    Type: AWS::ECS::Service
${service}`;
const balanced = "    Properties: {LoadBalancers: [{TargetGroupArn: !Ref Group}]}";

describe("no-wait-for-listener", () => {
  it.each([
    ["nothing", balanced, [7]],
    ["the listener", `    DependsOn: Listener\n${balanced}`, []],
    ["something that waits for it", `    DependsOn: [Other]\n${balanced}`, []],
    ["nothing, with no load balancer", "    Properties: {DesiredCount: 1}", []],
  ])("the service waits for %s", (_, service, lines) => {
    expect(linesOf("no-wait-for-listener", template(service))).toEqual(lines);
  });

  it("a target group that no listener of the template uses is no finding", () => {
    const text =
      "Resources:\n  G: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}\n  S: {Type: AWS::ECS::Service, Properties: {LoadBalancers: [{TargetGroupArn: !Ref G}]}}";
    expect(linesOf("no-wait-for-listener", text)).toEqual([]);
  });
});
