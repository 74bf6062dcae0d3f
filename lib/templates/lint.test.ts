import { describe, expect, it } from "vitest";
import { lintTemplate } from "./lint";
import { RULES } from "./lint/rules";
import { parseTemplate } from "./parse";

const lint = (text: string) => {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return lintTemplate(parsed);
};

describe("lintTemplate", () => {
  it("says the worst first, then by line, each with what to do and AWS's page", () => {
    const found = lint(`Parameters:
  idle: {Type: String}
Resources:
  G: {Type: AWS::Logs::LogGroup}
  T: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Image: nginx}]}}
  L: {Type: AWS::AutoScaling::LaunchConfiguration}`);
    expect(found.map(({ rule, level, line }) => `${level} ${rule} ${line}`)).toEqual([
      "error no-memory 5",
      "error launch-configuration 6",
      "warn unused 2",
      "warn moving-tag 5",
      "warn no-log-driver 5",
      "warn imds-v1 6",
      "info no-log-retention 4",
    ]);
    for (const { message, fix } of found) {
      expect(message).toMatch(/\.$/);
      expect(fix).toMatch(/\.$/);
    }
  });

  it("each rule has a name of its own and a page of AWS's", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { id, source } of RULES) expect(source, id).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
  });

  it("stops counting at 200", () => {
    const groups = Array.from({ length: 400 }, (_, n) => `  G${n}: {Type: AWS::Logs::LogGroup}`);
    expect(lint(`Resources:\n${groups.join("\n")}`)).toHaveLength(200);
  });
});
