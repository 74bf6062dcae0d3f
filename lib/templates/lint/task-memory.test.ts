import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const task = (properties: string) =>
  `Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ${properties}`;

describe("no-memory", () => {
  it.each([
    ["ContainerDefinitions: [{Image: a}]", [5]],
    ["ContainerDefinitions: [{Image: a, Memory: 512}]", []],
    ["ContainerDefinitions: [{Image: a, MemoryReservation: 128}]", []],
    ["{Memory: 512, ContainerDefinitions: [{Image: a}]}", []],
  ])("%s", (properties, lines) => {
    expect(linesOf("no-memory", task(properties))).toEqual(lines);
  });
});
