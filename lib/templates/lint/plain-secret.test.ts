import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const environment = (item: string) =>
  `Parameters: {p: {Type: String, NoEcho: true}}\nResources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Environment:\n            - ${item}`;

describe("plain-secret", () => {
  it.each([
    ["{Name: DB_PASSWORD, Value: hunter2}", [8]],
    ["{Name: API_KEY, Value: !Ref p}", [8]],
    ["{Name: DB_PASSWORD, Value: ''}", []],
    ["{Name: SECRET_ARN, Value: !Ref p}", []],
    ["{Name: LOG_LEVEL, Value: info}", []],
  ])("%s", (item, lines) => {
    expect(linesOf("plain-secret", environment(item))).toEqual(lines);
  });
});
