import { expect, it } from "vitest";
import { linesOf } from "./test-lint";

it("launch-configuration", () => {
  const text = "Resources:\n  L: {Type: AWS::AutoScaling::LaunchConfiguration}\n  T: {Type: AWS::EC2::LaunchTemplate}";
  expect(linesOf("launch-configuration", text)).toEqual([2]);
});
