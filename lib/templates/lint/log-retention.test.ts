import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("no-log-retention", () => {
  it.each([
    ["{LogGroupName: a}", [2]],
    ["{RetentionInDays: !Ref 'AWS::NoValue'}", [2]],
    ["{RetentionInDays: 30}", []],
  ])("%s", (properties, lines) => {
    expect(
      linesOf("no-log-retention", `Resources:\n  G: {Type: AWS::Logs::LogGroup, Properties: ${properties}}`),
    ).toEqual(lines);
  });
});
