import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageParameters } from "./image";
import { lintTemplate } from "./lint";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";
import { validate } from "./validate";
import { effectiveValues } from "./values";

/** Words that a template uses, and names that an object has of its own. */
const word = fc.constantFrom(
  "Resources",
  "Parameters",
  "Conditions",
  "Outputs",
  "Rules",
  "Metadata",
  "Slipway",
  "Pickers",
  "Features",
  "Compare",
  "Derived",
  "AWS::CloudFormation::Interface",
  "ParameterGroups",
  "ParameterLabels",
  "Type",
  "Default",
  "AllowedValues",
  "AllowedPattern",
  "Ref",
  "Fn::If",
  "Fn::Sub",
  "Fn::GetAtt",
  "Fn::Equals",
  "Assertions",
  "Assert",
  "DependsOn",
  "Condition",
  "Properties",
  "A",
  "p",
  "__proto__",
  "constructor",
  "toString",
  "kind",
  "from",
  "switch",
  "AWS::ECS::TaskDefinition",
  "ContainerDefinitions",
  "Image",
  "([",
);
const leaf = fc.oneof(word, fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(word, tie("node"), { maxKeys: 6, noNullPrototype: true }),
  ),
})).node;
const template = fc.record({
  Resources: fc.dictionary(
    fc.constantFrom("A", "B", "constructor"),
    fc.record({ Type: word, Properties: tree, DependsOn: tree, Condition: tree }),
  ),
  Parameters: fc.dictionary(
    fc.constantFrom("p", "q", "toString"),
    fc.record({ Type: word, Default: tree, AllowedValues: tree, AllowedPattern: word, MinValue: tree }),
  ),
  Metadata: tree,
  Rules: fc.dictionary(word, tree),
  Conditions: fc.dictionary(word, tree),
});

function handle(text: string, values: Record<string, string>): void {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    expect(parsed.problems[0]?.message).toBeTruthy();
    return;
  }
  const form = formOf(parsed, { id: "t" });
  imageParameters(parsed.template);
  lintTemplate(parsed);
  effectiveValues(form, values);
  for (const message of Object.values(validate(form, values))) expect(message).toEqual(expect.any(String));
}

const values = fc.dictionary(fc.oneof(fc.constantFrom("p", "q", "toString", "__proto__"), fc.string()), fc.string());

describe("no text and no value makes it throw", () => {
  it("text", () => {
    fc.assert(fc.property(fc.string({ size: "medium" }), values, handle));
  });
  it("templates of odd shapes", () => {
    fc.assert(
      fc.property(template, values, (shape, entered) => handle(JSON.stringify(shape), entered)),
      { numRuns: 1000 },
    );
  });
});
