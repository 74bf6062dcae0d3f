import { describe, expect, it } from "vitest";
import { parseTemplate } from "./parse";

const resource = (body = "") => `Resources:\n  A:\n    Type: AWS::SNS::Topic\n${body}`;

const bomb = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(", ")}]`),
].join("\n");

describe("a template that cannot be used is refused with what is wrong and where", () => {
  it.each([
    ["prose", "this is not a template", "structure", /not a mapping/],
    ["nothing", "", "structure", /not a mapping/],
    ["a broken bracket", "Resources: {A: [", "syntax", /not well-formed YAML \(line 1/],
    ["broken JSON", '{"Resources": {"A": }', "syntax", /not well-formed JSON \(line 1/],
    ["an alias bomb", `${bomb}\nResources: *a12`, "limit", /more than/],
    ["10,000 levels in YAML", `Resources: ${"[".repeat(10_000)}`, "limit", /nested deeper/],
    ["10,000 levels in JSON", `{"Resources":${"[".repeat(10_000)}`, "limit", /nested deeper/],
    ["too many bytes", `Description: ${"x".repeat(1_048_576)}`, "limit", /1,048,576/],
    ["duplicate keys", `${resource()}  A:\n    Type: AWS::SNS::Topic\n`, "syntax", /twice/],
    ["no resources", "Parameters: {}", "structure", /no Resources/],
    ["resources that are a list", "Resources: [1]", "structure", /Resources must be a mapping/],
    ["a resource that is text", "Resources: {A: hello}", "structure", /A must be a mapping/],
    ["a resource without a type", "Resources: {A: {Properties: {}}}", "structure", /A has no Type/],
    ["a name with a hyphen", "Resources: {my-a: {Type: AWS::SNS::Topic}}", "structure", /“my-a”/],
    ["__proto__ as a resource", "Resources: {__proto__: {Type: AWS::SNS::Topic}}", "structure", /“__proto__”/],
    [
      "501 resources",
      `Resources:\n${Array.from({ length: 501 }, (_, i) => `  R${i}: {Type: AWS::SNS::Topic}`).join("\n")}`,
      "limit",
      /501 Resources/,
    ],
    ["a reference to nothing", resource("    Properties: {DisplayName: !Ref Nothing}"), "unresolved", /“Nothing”/],
    ["a Sub of nothing", resource('    Properties: {DisplayName: !Sub "${Gone.Arn}"}'), "unresolved", /“Gone”/],
    ["a condition of nothing", resource("    Condition: Never"), "unresolved", /“Never”.*condition/],
    [
      "an attribute of a parameter",
      `Parameters: {P: {Type: String}}\n${resource("    Properties: {DisplayName: !GetAtt P.X}")}`,
      "unresolved",
      /“P”/,
    ],
    ["an output of nothing", `${resource()}Outputs: {O: {Value: !Ref Gone}}`, "unresolved", /Output O.*“Gone”/],
  ] as const)("%s", (_, text, code, message) => {
    const result = parseTemplate(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems[0]?.code).toBe(code);
    expect(result.problems[0]?.message).toMatch(message);
  });

  it("names the resources of a circle in the order in which they wait", () => {
    const result = parseTemplate(`
Resources:
  Free: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}
  A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt B.TopicName}}
  B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "x\${C}"}}
  C: {Type: AWS::SNS::Topic, DependsOn: [A]}
`);
    expect(result).toMatchObject({ ok: false, problems: [{ code: "circular", names: ["A", "B", "C"], line: 4 }] });
    if (!result.ok) expect(result.problems[0]?.message).toContain("A → B → C → A");
  });

  it("finds a circle of conditions, and a resource that waits for itself", () => {
    const conditions = parseTemplate(
      `Conditions: {X: !Not [!Condition Y], Y: !Not [!Condition X]}\n${resource("    Condition: X")}`,
    );
    expect(conditions).toMatchObject({ ok: false, problems: [{ code: "circular", names: ["X", "Y"] }] });
    expect(parseTemplate(resource("    DependsOn: A"))).toMatchObject({ ok: false, problems: [{ names: ["A"] }] });
  });

  it("follows a chain of 500 resources", () => {
    const chain = Array.from({ length: 500 }, (_, i) => `  R${i}: {Type: T::T::T, DependsOn: R${(i + 1) % 500}}`);
    const result = parseTemplate(`Resources:\n${chain.join("\n")}`);
    expect(result.ok ? [] : result.problems[0]?.names).toHaveLength(500);
  });
});

describe("a template that can be used is not refused", () => {
  it.each([
    ["pseudo parameters", resource("    Properties: {DisplayName: !Ref AWS::StackName}")],
    ["a variable of Sub", resource('    Properties: {DisplayName: !Sub ["${v}", {v: x}]}')],
    ["an escaped dollar", resource('    Properties: {DisplayName: !Sub "${!shell}"}')],
    ["a policy's own Condition", resource("    Properties: {P: {Effect: Allow, Condition: {Bool: {a: b}}}}")],
    ["a macro that makes names up", `Transform: Some\n${resource("    Properties: {DisplayName: !Ref MadeUp}")}`],
    ["JSON", '{"Resources":{"A":{"Type":"AWS::SNS::Topic"}}}'],
  ])("%s", (_, text) => {
    expect(parseTemplate(text)).toMatchObject({ ok: true });
  });
});
