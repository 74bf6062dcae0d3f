import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("plain-type", () => {
  it.each([
    ["vpcid", "{Type: String}", [2]],
    ["pubsubnet1", "{Type: String, Default: subnet-1}", [2]],
    ["az1", "{Type: String}", [2]],
    ["az1", "{Type: 'AWS::EC2::AvailabilityZone::Name'}", []],
    ["vpcid", "{Type: String, Default: ''}", []],
    ["service", "{Type: String}", []],
  ])("%s %s", (name, body, lines) => {
    const text = `Parameters:\n  ${name}: ${body}\nResources: {A: {Type: T, Properties: {R: !Ref ${name}}}}`;
    expect(linesOf("plain-type", text)).toEqual(lines);
  });
});
