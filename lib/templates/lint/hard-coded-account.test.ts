import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const value = (text: string) => `Resources:\n  A:\n    Type: T\n    Properties:\n      V: ${text}`;

describe("hard-coded-account", () => {
  it.each([
    ["arn:aws:iam::123456789012:role/x", [5]],
    ["!Sub 123456789012.dkr.ecr.${AWS::Region}.amazonaws.com/orders", [5]],
    ["arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess", []],
    ["!Sub arn:aws:iam::${AWS::AccountId}:role/x", []],
    ["'123456789012'", []],
  ])("%s", (text, lines) => {
    expect(linesOf("hard-coded-account", value(text))).toEqual(lines);
  });
});
