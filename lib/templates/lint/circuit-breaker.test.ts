import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const service = (properties: string) => `Resources:\n  S:\n    Type: AWS::ECS::Service\n    Properties: ${properties}`;

describe("no-circuit-breaker", () => {
  it.each([
    ["{}", [2]],
    ["{DeploymentConfiguration: {MaximumPercent: 200}}", [2]],
    ["{DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: false, Rollback: false}}}", [2]],
    ["{DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: true, Rollback: true}}}", []],
    ["{DeploymentController: {Type: CODE_DEPLOY}}", []],
  ])("%s", (properties, lines) => {
    expect(linesOf("no-circuit-breaker", service(properties))).toEqual(lines);
  });
});
