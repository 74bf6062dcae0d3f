import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("region-parameter", () => {
  it.each([
    ["region", [2]],
    ["AwsRegion", [2]],
    ["replicaRegion", []],
  ])("%s", (name, lines) => {
    const text = `Parameters:\n  ${name}: {Type: String}\nResources: {A: {Type: T, Properties: {R: !Ref ${name}}}}`;
    expect(linesOf("region-parameter", text)).toEqual(lines);
  });
});
