import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const task = (containers: string) =>
  `Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n${containers}`;

describe("no-log-driver", () => {
  it("each container without one", () => {
    const text = task(`        - {Image: a, LogConfiguration: {LogDriver: awslogs}}
        - {Image: b}
        - !If [C, {Image: c}, !Ref AWS::NoValue]`);
    expect(linesOf("no-log-driver", `Conditions: {C: !Equals [a, b]}\n${text}`)).toEqual([8, 9]);
  });

  it("no containers at all is no finding", () => {
    expect(linesOf("no-log-driver", "Resources: {T: {Type: AWS::ECS::TaskDefinition}}")).toEqual([]);
  });
});
