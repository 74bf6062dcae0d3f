import { describe, expect, it } from "vitest";
import { deniedByPolicy, type PolicyAction } from "./stack-policy";
import { testBench } from "./testing";

const allow = { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" };
const denied = (statements: unknown[], action: PolicyAction = "Update:Modify", resource = "Db") =>
  deniedByPolicy(JSON.stringify({ Statement: statements }), action, resource, "AWS::RDS::DBInstance");

describe("a stack policy", () => {
  it.each<[string, unknown[], PolicyAction, string | undefined]>([
    ["allows what it allows", [allow], "Update:Modify", undefined],
    [
      "denies whatever it does not allow",
      [{ ...allow, Resource: "LogicalResourceId/Web" }],
      "Update:Modify",
      "Action denied by stack policy: No statement allows [Update:Modify] for resource [LogicalResourceId/Db];",
    ],
    [
      "denies in AWS's words",
      [{ ...allow, Effect: "Deny" }],
      "Update:Modify",
      "Action denied by stack policy: Statement [#1] does not allow [Update:*] for resource [*];",
    ],
    [
      "lets a Deny outweigh an Allow before it",
      [
        allow,
        { ...allow, Effect: "Deny", Action: ["Update:Replace", "Update:Delete"], Resource: "LogicalResourceId/D*" },
      ],
      "Update:Replace",
      "Action denied by stack policy: Statement [#2] does not allow [Update:Replace, Update:Delete] for resource [LogicalResourceId/D*];",
    ],
    [
      "denies only the actions it names",
      [allow, { ...allow, Effect: "Deny", Action: ["Update:Replace", "Update:Delete"] }],
      "Update:Modify",
      undefined,
    ],
    [
      "knows NotResource",
      [allow, { Effect: "Deny", Action: "Update:*", NotResource: "LogicalResourceId/Db" }],
      "Update:Modify",
      undefined,
    ],
    ["knows NotAction", [{ Effect: "Allow", NotAction: "Update:Delete", Resource: "*" }], "Update:Modify", undefined],
    [
      "knows the type as condition",
      [allow, { ...allow, Effect: "Deny", Condition: { StringLike: { ResourceType: ["AWS::EC2::*"] } } }],
      "Update:Delete",
      undefined,
    ],
  ])("%s", (_, statements, action, wanted) => {
    expect(denied(statements, action)).toBe(wanted);
  });
});

const resource = (value: string, name: string) =>
  `A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Name: ${name}, Value: ${value}}}`;
const other = "B: {Type: AWS::SSM::Parameter, Properties: {Type: String, Name: b, Value: b}}";
const policy = (Action: string) =>
  JSON.stringify({ Statement: [allow, { ...allow, Effect: "Deny", Action, Resource: "LogicalResourceId/A" }] });

describe("an update under a stack policy", () => {
  const said = (action: string) =>
    `A UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [${action}] for resource [LogicalResourceId/A];`;

  it.each([
    ["Update:Modify", `Resources: {${resource("w", "a")}, ${other}}`],
    ["Update:Replace", `Resources: {${resource("v", "z")}, ${other}}`],
    ["Update:Delete", `Resources: {${other}}`],
  ])("is rolled back where %s is denied, and goes through where the call lifts it", (action, changed) => {
    const bench = testBench();
    const first = `Resources: {${resource("v", "a")}, ${other}}`;
    bench.api.CreateStack({ StackName: "s", TemplateBody: first, StackPolicyBody: policy(action) }, bench.ctx);
    bench.run();
    const before = [...bench.parameters];
    bench.api.UpdateStack({ StackName: "s", TemplateBody: changed }, bench.ctx);
    bench.run();
    expect(bench.story("s")).toContain(said(action));
    expect(bench.status("s")).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect([...bench.parameters]).toEqual(before);

    const lifted = JSON.stringify({ Statement: [allow] });
    bench.api.UpdateStack({ StackName: "s", TemplateBody: changed, StackPolicyDuringUpdateBody: lifted }, bench.ctx);
    bench.run();
    expect(bench.status("s")).toBe("UPDATE_COMPLETE");
    expect([...bench.parameters]).not.toEqual(before);
    // Lifted for that update only.
    bench.api.UpdateStack({ StackName: "s", TemplateBody: `Resources: {${resource("x", "y")}, ${other}}` }, bench.ctx);
    bench.run();
    expect(bench.status("s")).toBe(action === "Update:Replace" ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE");
  });
});
