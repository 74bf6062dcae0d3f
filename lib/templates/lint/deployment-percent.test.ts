import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const service = (strategy: string, config: string) =>
  `Resources:\n  S:\n    Type: AWS::ECS::Service\n    Properties:\n      SchedulingStrategy: ${strategy}\n      DeploymentConfiguration: ${config}`;

describe("deployment-percent", () => {
  it.each([
    ["DAEMON", "{MinimumHealthyPercent: 100, MaximumPercent: 100}", [6]],
    ["DAEMON", "{MinimumHealthyPercent: 100}", [6]],
    ["DAEMON", "{MinimumHealthyPercent: 50, MaximumPercent: 200}", [6]],
    ["DAEMON", "{MinimumHealthyPercent: 50, MaximumPercent: 100}", []],
    ["REPLICA", "{MinimumHealthyPercent: 100, MaximumPercent: 100}", [6]],
    ["REPLICA", "{MinimumHealthyPercent: 100, MaximumPercent: 200}", []],
  ])("%s %s", (strategy, config, lines) => {
    expect(linesOf("deployment-percent", service(strategy, config))).toEqual(lines);
  });
});
