import { describe, expect, it } from "vitest";
import { testBench } from "./testing";

const exporting = (value: string, name = "shared") => `
Resources: {A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: ${value}}}}
Outputs: {O: {Value: !Ref A, Description: the group, Export: {Name: ${name}}}}`;
const IMPORTING = `
Parameters: {N: {Type: String, Default: shared}}
Resources: {B: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue {Ref: N}}}}`;

function shared() {
  const bench = testBench();
  bench.api.CreateStack({ StackName: "out", TemplateBody: exporting("one") }, bench.ctx);
  bench.run();
  bench.api.CreateStack({ StackName: "in", TemplateBody: IMPORTING }, bench.ctx);
  bench.run();
  return bench;
}

describe("exports", () => {
  it("are listed, imported, and their users named", () => {
    const bench = shared();
    expect(bench.status("in")).toBe("CREATE_COMPLETE");
    expect([...bench.parameters.values()][0]?.Value).toBe("one");
    expect(bench.api.ListExports({}, bench.ctx).Exports).toEqual([
      { ExportingStackId: expect.stringContaining(":stack/out/"), Name: "shared", Value: "one" },
    ]);
    expect(bench.api.ListImports({ ExportName: "shared" }, bench.ctx).Imports).toEqual(["in"]);
    expect(bench.api.DescribeStacks({ StackName: "out" }, bench.ctx).Stacks[0]?.Outputs).toEqual([
      { OutputKey: "O", OutputValue: "one", Description: "the group", ExportName: "shared" },
    ]);
  });

  it("cannot go or change while they are used", () => {
    const bench = shared();
    expect(() => bench.api.DeleteStack({ StackName: "out" }, bench.ctx)).toThrow(
      "Export shared cannot be deleted as it is in use by in",
    );
    bench.api.UpdateStack({ StackName: "out", TemplateBody: exporting("two") }, bench.ctx);
    bench.run();
    expect(bench.story("out").find((line) => line.startsWith("stack UPDATE_ROLLBACK_IN_PROGRESS"))).toBe(
      "stack UPDATE_ROLLBACK_IN_PROGRESS Export shared cannot be updated as it is in use by in",
    );
    expect([...bench.groups.keys()]).toEqual(["one"]);
    bench.api.DeleteStack({ StackName: "in" }, bench.ctx);
    bench.run();
    bench.api.DeleteStack({ StackName: "out" }, bench.ctx);
    bench.run();
    expect(bench.api.ListExports({}, bench.ctx).Exports).toEqual([]);
  });

  it("must be there when imported, and may exist only once", () => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "in", TemplateBody: IMPORTING }, bench.ctx);
    bench.run();
    expect(bench.story("in")[1]).toBe(
      "stack ROLLBACK_IN_PROGRESS No export named shared found. Rollback requested by user.",
    );
    bench.api.CreateStack({ StackName: "a", TemplateBody: exporting("one") }, bench.ctx);
    bench.run();
    bench.api.CreateStack({ StackName: "b", TemplateBody: exporting("two") }, bench.ctx);
    bench.run();
    expect(bench.story("b").find((line) => line.includes("ROLLBACK_IN_PROGRESS"))).toContain(
      "Export with name shared is already exported by stack a",
    );
  });
});

describe("what a stack shows", () => {
  it("masks NoEcho values, keeps them for the next update, and never tells them", () => {
    const bench = testBench();
    const body = `
Parameters: {Secret: {Type: String, NoEcho: true}, V: {Type: String, Default: a}}
Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub "\${Secret}-\${V}"}}}`;
    const first = [{ ParameterKey: "Secret", ParameterValue: "s3cret" }];
    bench.api.CreateStack({ StackName: "s", TemplateBody: body, Parameters: first }, bench.ctx);
    bench.run();
    expect(bench.api.DescribeStacks({ StackName: "s" }, bench.ctx).Stacks[0]?.Parameters).toContainEqual({
      ParameterKey: "Secret",
      ParameterValue: "****",
    });
    const next = [
      { ParameterKey: "Secret", UsePreviousValue: true },
      { ParameterKey: "V", ParameterValue: "b" },
    ];
    bench.api.UpdateStack({ StackName: "s", UsePreviousTemplate: true, Parameters: next }, bench.ctx);
    bench.run();
    expect([...bench.parameters.values()][0]?.Value).toBe("s3cret-b");
  });

  it("pages events to the end without losing or repeating one", () => {
    const bench = testBench();
    const groups = Array.from({ length: 60 }, (_, i) => `  G${i}: {Type: AWS::Logs::LogGroup}`).join("\n");
    bench.api.CreateStack({ StackName: "s", TemplateBody: `Resources:\n${groups}` }, bench.ctx);
    bench.run();
    const events = bench.events("s");
    expect(events).toHaveLength(60 * 4 + 2);
    expect(new Set(events.map((event) => event.EventId)).size).toBe(events.length);
    const times = events.map((event) => event.Timestamp?.getTime() ?? 0);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it("summarises a template", () => {
    const bench = testBench();
    const TemplateBody = `
AWSTemplateFormatVersion: "2010-09-09"
Description: hello
Metadata: {K: {V: 1}}
Parameters: {P: {Type: String, Default: a, AllowedValues: [a, b], AllowedPattern: "[ab]", Description: which}}
Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}}`;
    expect(bench.api.GetTemplateSummary({ TemplateBody }, bench.ctx)).toEqual({
      Parameters: [
        {
          ParameterKey: "P",
          DefaultValue: "a",
          ParameterType: "String",
          NoEcho: false,
          Description: "which",
          ParameterConstraints: { AllowedValues: ["a", "b"] },
        },
      ],
      Description: "hello",
      Capabilities: ["CAPABILITY_IAM"],
      CapabilitiesReason: "The following resource(s) require capabilities: [AWS::IAM::Role]",
      ResourceTypes: ["AWS::IAM::Role"],
      Version: "2010-09-09",
      Metadata: '{"K":{"V":1}}',
      ResourceIdentifierSummaries: [
        { ResourceType: "AWS::IAM::Role", LogicalResourceIds: ["R"], ResourceIdentifiers: ["RoleName"] },
      ],
    });
    expect(bench.api.ValidateTemplate({ TemplateBody }).Parameters).toEqual([
      { ParameterKey: "P", DefaultValue: "a", NoEcho: false, Description: "which" },
    ]);
  });
});
