import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("privileged-container", () => {
  it.each([
    ["true", [6]],
    ["false", []],
  ])("Privileged: %s", (value, lines) => {
    const text = `Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Privileged: ${value}`;
    expect(linesOf("privileged-container", text)).toEqual(lines);
  });
});
