import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("no-health-grace", () => {
  it.each([
    ["{LoadBalancers: [{ContainerPort: 80}]}", [2]],
    ["{LoadBalancers: [{ContainerPort: 80}], HealthCheckGracePeriodSeconds: 60}", []],
    ["{DesiredCount: 1}", []],
  ])("%s", (properties, lines) => {
    const text = `Resources:\n  S: {Type: AWS::ECS::Service, Properties: ${properties}}`;
    expect(linesOf("no-health-grace", text)).toEqual(lines);
  });
});
