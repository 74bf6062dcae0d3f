import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

describe("unused", () => {
  it("parameters, conditions and mappings that nothing uses", () => {
    const text = `Parameters:
  used: {Type: String}
  alsoUsed: {Type: String}
  inRule: {Type: 'AWS::EC2::Subnet::Id'}
  idle: {Type: String}
Mappings:
  Sizes: {a: {b: c}}
  Idle: {a: {b: c}}
Conditions:
  Big: !Equals [!Ref used, big]
  Both: !And [!Condition Big, !Equals [a, a]]
  Idle: !Equals [a, b]
Rules:
  R: {Assertions: [{Assert: {Fn::Equals: [{Fn::ValueOf: [inRule, VpcId]}, x]}}]}
Resources:
  A:
    Type: T
    Condition: Both
    Properties: {N: !Sub "x-\${alsoUsed}", S: !FindInMap [Sizes, a, b]}`;
    expect(linesOf("unused", text)).toEqual([5, 8, 12]);
  });

  it("is silent where a macro may use them, and where a mapping's name is worked out", () => {
    expect(linesOf("unused", "Transform: M\nParameters: {p: {Type: String}}\nResources: {A: {Type: T}}")).toEqual([]);
    const named =
      "Parameters: {m: {Type: String}}\nMappings: {M: {a: {b: c}}}\nResources: {A: {Type: T, Properties: {S: !FindInMap [!Ref m, a, b]}}}";
    expect(linesOf("unused", named)).toEqual([]);
  });
});
