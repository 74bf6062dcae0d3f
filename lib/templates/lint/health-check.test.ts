import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("no-health-check", () => {
  it.each([
    ["{Protocol: HTTP}", [2]],
    ["{Protocol: HTTP, HealthCheckPath: /health}", []],
    ["{Protocol: TCP}", []],
  ])("%s", (properties, lines) => {
    const text = `Resources:\n  T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: ${properties}}`;
    expect(linesOf("no-health-check", text)).toEqual(lines);
  });
});
