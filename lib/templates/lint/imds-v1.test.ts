import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const launch = (data: string) =>
  `Parameters: {t: {Type: String, Default: optional}}\nResources:\n  L:\n    Type: AWS::EC2::LaunchTemplate\n    Properties:\n      LaunchTemplateData: ${data}`;

describe("imds-v1", () => {
  it.each([
    ["{ImageId: x}", [6]],
    ["{MetadataOptions: {HttpTokens: optional}}", [6]],
    ["{MetadataOptions: {HttpTokens: !Ref t}}", [6]],
    ["{MetadataOptions: {HttpTokens: required}}", []],
  ])("%s", (data, lines) => {
    expect(linesOf("imds-v1", launch(data))).toEqual(lines);
  });

  it("an instance and a launch configuration too", () => {
    const text = "Resources:\n  I: {Type: AWS::EC2::Instance}\n  L: {Type: AWS::AutoScaling::LaunchConfiguration}";
    expect(linesOf("imds-v1", text)).toEqual([2, 3]);
  });
});
