import { describe, expect, it } from "vitest";
import { readTemplate } from "../../../lib/templates/yaml";
import { cidrBlocks } from "./cidr";
import { evaluate, type Scope } from "./evaluate";
import { inOrder } from "./graph";
import { parseTemplate } from "./model";
import { KNOWN_AFTER_APPLY } from "./values";

const template = parseTemplate(`
Mappings: {Sizes: {small: {Cpu: "256", Zones: [a, b]}}}
Resources: {A: {Type: T::T::T}}
`);

const scope: Scope = {
  template,
  parameters: { Name: "orders", List: ["x", "y"], Size: "small", Empty: "" },
  pseudo: { "AWS::Region": "eu-central-1", "AWS::AccountId": "111122223333", "AWS::NotificationARNs": [] },
  conditions: { Yes: true, No: false },
  ref: (id) => (id === "New" ? KNOWN_AFTER_APPLY : `id-of-${id}`),
  attribute: (id, name) => (id === "New" ? KNOWN_AFTER_APPLY : `${id}.${name}`),
  importValue: (name) => `import-${name}`,
  zones: (region) => [`${region}a`, `${region}b`],
};

const value = (text: string): unknown => {
  const read = readTemplate(`V: ${text}`);
  if (!read.ok) throw new Error(read.message);
  return evaluate(read.template.V, scope);
};

describe("functions", () => {
  it.each([
    ["!Ref Name", "orders"],
    ["!Ref List", ["x", "y"]],
    ["!Ref A", "id-of-A"],
    ["!Ref AWS::Region", "eu-central-1"],
    ["!GetAtt A.Out.Put", "A.Out.Put"],
    ["!Sub 'a-${Name}-${A}-${A.Arn}-${!Keep}-${AWS::AccountId}'", "a-orders-id-of-A-A.Arn-${Keep}-111122223333"],
    ["!Sub ['${x}/${Name}', {x: !Select [1, !Ref List]}]", "y/orders"],
    ["!Sub '${List}'", "x,y"],
    ["!Join ['-', [a, !Ref Name, 3]]", "a-orders-3"],
    ["!Join [',', !Ref List]", "x,y"],
    ["!Split ['.', 'a.b.c']", ["a", "b", "c"]],
    ["!Select [0, !GetAZs '']", "eu-central-1a"],
    ["!Select ['1', !Split ['|', 'a|b']]", "b"],
    ["!FindInMap [Sizes, !Ref Size, Cpu]", "256"],
    ["!FindInMap [Sizes, small, Zones]", ["a", "b"]],
    ["!FindInMap [Sizes, big, Cpu, {DefaultValue: none}]", "none"],
    ["!If [Yes, a, !FindInMap [Sizes, big, Cpu]]", "a"],
    ["[!If [No, a, !Ref 'AWS::NoValue'], b]", ["b"]],
    ["{k: !If [No, a, !Ref 'AWS::NoValue'], l: 1}", { l: 1 }],
    ["!Ref AWS::NoValue", undefined],
    ["!Base64 {'Fn::Sub': 'hällo ${Name}'}", Buffer.from("hällo orders").toString("base64")],
    ["!ImportValue {'Fn::Sub': '${Name}-vpc'}", "import-orders-vpc"],
    ["!Cidr ['10.0.0.0/16', 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]],
    ["!Sub 'x-${New}'", KNOWN_AFTER_APPLY],
    ["!Join ['', [a, !GetAtt New.Arn]]", KNOWN_AFTER_APPLY],
    ["[!Ref New, b]", [KNOWN_AFTER_APPLY, "b"]],
    ["{Condition: {StringEquals: {a: b}}}", { Condition: { StringEquals: { a: "b" } } }],
  ])("%s", (text, wanted) => {
    expect(value(text)).toEqual(wanted);
  });

  it.each([
    ["10.0.0.0/16", 3, 4, ["10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/28"]],
    ["10.0.3.7/24", 1, 8, ["10.0.3.0/24"]],
    ["2600:1f16:1:2300::/56", 2, 64, ["2600:1f16:1:2300::/64", "2600:1f16:1:2301::/64"]],
    ["10.0.0.0/24", 3, 7, undefined],
    ["10.0.0.300/24", 1, 4, undefined],
    ["x", 1, 4, undefined],
  ])("cuts %s into %d of %d bits", (block, count, bits, wanted) => {
    expect(cidrBlocks(block, count, bits)).toEqual(wanted);
  });
});

describe("the graph", () => {
  it("orders dependencies first and names only what is on a cycle", () => {
    expect(inOrder({ C: ["B"], B: ["A"], A: [], D: [] })).toEqual(["A", "D", "B", "C"]);
    expect(() => inOrder({ A: ["B"], B: ["A"], C: ["A"], D: [], E: ["D"] })).toThrow(
      "Circular dependency between resources: [A, B]",
    );
    expect(() => inOrder({ A: ["A"] })).toThrow("Circular dependency between resources: [A]");
  });
});
