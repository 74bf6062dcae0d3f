import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const resource = (type: string, property: string) =>
  `Resources:\n  A:\n    Type: ${type}\n    Properties:\n      ${property}`;

describe("fixed-name", () => {
  it.each([
    ["AWS::ECS::Cluster", "ClusterName: main", [5]],
    ["AWS::IAM::Role", "RoleName: !If [C, fixed, !Ref 'AWS::NoValue']", [5]],
    ["AWS::ECS::Cluster", "ClusterName: !Sub '${AWS::StackName}-x'", []],
    ["AWS::SNS::Topic", "TopicName: main", []],
  ])("%s %s", (type, property, lines) => {
    const conditions = property.includes("!If") ? "\nConditions: {C: !Equals [a, b]}" : "";
    expect(linesOf("fixed-name", `${resource(type, property)}${conditions}`)).toEqual(lines);
  });
});
