import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("hard-coded-ami", () => {
  it.each([
    ["in a resource", "Resources:\n  L:\n    Type: T\n    Properties:\n      ImageId: ami-0123456789abcdef0", [5]],
    ["in a mapping", "Mappings:\n  Amis:\n    us-east-1:\n      id: ami-1234abcd\nResources: {A: {Type: T}}", [4]],
    [
      "as a default",
      "Parameters:\n  ami:\n    Type: String\n    Default: ami-0123456789abcdef0\nResources: {A: {Type: T}}",
      [4],
    ],
    [
      "from a parameter",
      "Parameters: {ami: {Type: 'AWS::EC2::Image::Id'}}\nResources: {A: {Type: T, Properties: {I: !Ref ami}}}",
      [],
    ],
    ["another word", "Resources: {A: {Type: T, Properties: {I: salami-12345678, J: ami-short}}}", []],
  ])("%s", (_, text, lines) => {
    expect(linesOf("hard-coded-ami", text)).toEqual(lines);
  });
});
