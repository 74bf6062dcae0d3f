import { describe, expect, it } from "vitest";
import { refusal, testBench } from "./testing";

const OK = "Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}}";
const body = (properties: string, rest = "") =>
  `Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: ${properties}}}}\n${rest}`;
const withParameter = (spec: string) => `Parameters: {P: ${spec}}\n${OK}`;

describe("a template is refused in CloudFormation's words", () => {
  it.each([
    ["JSON broken", '{"Resources": {"A": }}', "Template format error: JSON not well-formed. (line 1, column 21)"],
    ["YAML broken", "a: [", "Template format error: YAML not well-formed. (line 1, column 5)"],
    ["an address", "https://x.example/t.yaml", "Template format error: unsupported structure."],
    ["no resources", "Description: x", "Template format error: At least one Resources member must be defined."],
    ["empty resources", "Resources: {}", "Template format error: At least one Resources member must be defined."],
    ["a text as resource", "Resources: {A: x}", "Template format error: Any Resources member must be an object."],
    [
      "no type",
      "Resources: {A: {Properties: {}}}",
      "Template format error: [/Resources/A] Every Resources object must contain a Type member.",
    ],
    ["a strange key", "Resources: {A: {Type: T, Invalid: 1}}", "Invalid template resource property 'Invalid'"],
    ["a strange section", `${OK}\nNope: 1`, "Invalid template property or properties [Nope]"],
    [
      "a logical id with hyphens",
      "Resources: {my-bad-id: {Type: T}}",
      "Template format error: Resource name my-bad-id is non alphanumeric.",
    ],
    [
      "a parameter name with hyphens",
      `Parameters: {a-b: {Type: String}}\n${OK}`,
      "Template format error: Parameter name a-b is non alphanumeric.",
    ],
    [
      "a Ref to nothing",
      body("!Ref X"),
      "Template format error: Unresolved resource dependencies [X] in the Resources block of the template",
    ],
    [
      "a Sub to nothing",
      body("!Sub '${X.Arn}-${AWS::Region}'"),
      "Template format error: Unresolved resource dependencies [X] in the Resources block of the template",
    ],
    [
      "a DependsOn to nothing",
      "Resources: {A: {Type: AWS::Logs::LogGroup, DependsOn: X}}",
      "Template format error: Unresolved resource dependencies [X] in the Resources block of the template",
    ],
    [
      "an output of nothing",
      `${OK}\nOutputs: {O: {Value: !Ref X}}`,
      "Unresolved resource dependencies [X] in the Outputs block of the template",
    ],
    [
      "an output without value",
      `${OK}\nOutputs: {O: {Description: x}}`,
      "Template format error: Every Outputs member must contain a Value object",
    ],
    [
      "an output of null",
      `${OK}\nOutputs: {MyOutput: {Value: ~}}`,
      "[/Outputs/MyOutput/Value] 'null' values are not allowed in templates",
    ],
    [
      "a cycle",
      "Resources: {A: {Type: T::T::T, DependsOn: B}, B: {Type: T::T::T, DependsOn: A}, C: {Type: T::T::T, DependsOn: A}}",
      "Circular dependency between resources: [A, B]",
    ],
    [
      "a mapping that is none",
      `Mappings: {A: x}\n${OK}`,
      "Template format error: Every Mappings member A must be a map",
    ],
    [
      "a mapping too deep",
      `Mappings: {A: {B: {C: {D: x}}}}\n${OK}`,
      "Template format error: Every Mappings attribute must be a String or a List.",
    ],
    [
      "an unknown condition",
      body("!If [MissingCondition, a, b]"),
      "Template error: unresolved condition dependency MissingCondition in Fn::If",
    ],
    [
      "Fn::Equals",
      `Conditions: {C: !Equals [a]}\n${OK}`,
      "Template error: every Fn::Equals object requires a list of 2 string parameters.",
    ],
    [
      "Fn::GetAtt",
      body("!GetAtt A"),
      "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
    ],
    [
      "Fn::Select",
      body("!Select [0]"),
      "Template error: Fn::Select requires a list argument with two elements: an integer index and a list",
    ],
    [
      "Fn::Split",
      body("!Split [',']"),
      "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
    ],
    [
      "Fn::Join",
      body("!Join [',', a]"),
      "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
    ],
    [
      "a type no type could have",
      "Resources: {A: {Type: Nope}}",
      "Template format error: Unrecognized resource types: [Nope]",
    ],
    ["a parameter type", withParameter("{Type: Text}"), "Template format error: Unrecognized parameter type: Text"],
    [
      "too many resources",
      `Resources:\n${Array.from({ length: 501 }, (_, i) => `  R${i}: {Type: T::T::T}`).join("\n")}`,
      "Template format error: Number of resources, 501, is greater than maximum allowed, 500",
    ],
    [
      "an alias bomb",
      [
        "a: &a [x,x,x,x,x,x,x,x,x,x]",
        ...["b", "c", "d", "e", "f", "g"].map((n, i) => {
          const before = "abcdef"[i];
          return `${n}: &${n} [${Array(10).fill(`*${before}`).join(",")}]`;
        }),
      ].join("\n"),
      "Template format error: more than 250000 values",
    ],
  ])("%s", (_, TemplateBody, message) => {
    const bench = testBench();
    const act = () => bench.api.CreateStack({ StackName: "s", TemplateBody }, bench.ctx);
    expect(refusal(act)).toEqual({ code: "ValidationError", message, status: 400 });
    expect(() => bench.status("s")).toThrow("Stack with id s does not exist");
  });

  it.each([
    [
      "Fn::Select out of range",
      body("!Select [3, [a, b]]"),
      /^A CREATE_FAILED Template error: Fn::Select requires a list/,
    ],
    [
      "a mapping's key",
      `Mappings: {Map: {Key: {Name: x}}}\n${body("!FindInMap [Map, Key, Other]")}`,
      "A CREATE_FAILED Template error: Unable to get mapping for Map::Key::Other",
    ],
  ])("%s, found when the resource is reached", (_, TemplateBody, line) => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody }, bench.ctx);
    bench.run();
    expect(bench.story("s")[1]).toMatch(line);
    expect(bench.status("s")).toBe("ROLLBACK_COMPLETE");
  });

  it("checks the rules whose condition holds", () => {
    const bench = testBench();
    const TemplateBody = `
Parameters: {Tls: {Type: String, Default: "true"}, Cert: {Type: String, Default: ""}}
Rules:
  TlsNeedsCertificate:
    RuleCondition: !Equals [!Ref Tls, "true"]
    Assertions:
      - Assert: !Not [!Equals [!Ref Cert, ""]]
        AssertDescription: HTTPS is on, so choose a certificate.
${OK}`;
    const input = { StackName: "s", TemplateBody };
    expect(refusal(() => bench.api.CreateStack(input, bench.ctx)).message).toBe(
      "Template validation error: HTTPS is on, so choose a certificate.",
    );
    const Parameters = [{ ParameterKey: "Tls", ParameterValue: "false" }];
    expect(bench.api.CreateStack({ ...input, Parameters }, bench.ctx).StackId).toContain(":stack/s/");
  });

  it("refuses what a condition switched off", () => {
    const bench = testBench();
    const TemplateBody = `
Parameters: {On: {Type: String, Default: "no"}}
Conditions: {C: !Equals [!Ref On, "yes"]}
Resources:
  A: {Type: AWS::Logs::LogGroup, Condition: C}
  B: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref A}}
  D: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !If [C, !Ref A, none]}}`;
    expect(() => bench.api.CreateStack({ StackName: "s", TemplateBody }, bench.ctx)).toThrow(
      "Template format error: Unresolved resource dependencies [A] in the Resources block of the template",
    );
    const Parameters = [{ ParameterKey: "On", ParameterValue: "yes" }];
    bench.api.CreateStack({ StackName: "s", TemplateBody, Parameters }, bench.ctx);
    bench.run();
    expect(bench.status("s")).toBe("CREATE_COMPLETE");
  });
});
