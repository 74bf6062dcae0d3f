import { describe, expect, it } from "vitest";
import { lintTemplate } from "../lint";
import { parseTemplate } from "../parse";

const group = (properties: string) =>
  `Parameters: {a: {Type: String}, b: {Type: String}, s: {Type: String}, t: {Type: String}}\nResources:\n  G:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    Properties:\n      ${properties}`;

describe("zones-beside-subnets", () => {
  it.each([
    ["{AvailabilityZones: [!Ref a, !Ref b], VPCZoneIdentifier: [!Ref s, !Ref t]}", ["warn@6"]],
    ["{AvailabilityZones: [!Ref a], VPCZoneIdentifier: [!Ref s, !Ref t]}", ["error@6"]],
    ["{VPCZoneIdentifier: [!Ref s, !Ref t]}", []],
    ["{AvailabilityZones: [!Ref a]}", []],
  ])("%s", (properties, expected) => {
    const parsed = parseTemplate(group(properties));
    const found = parsed.ok ? lintTemplate(parsed).filter(({ rule }) => rule === "zones-beside-subnets") : [];
    expect(found.map(({ level, line }) => `${level}@${line}`)).toEqual(expected);
  });
});
