import { describe, expect, it } from "vitest";
import { AwsError } from "../wire/handler";
import { testBench } from "./testing";

const TWO = `
Resources:
  A:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: one}
  B:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: !Ref A}
`;
const named = (name: string, value: string) => `
Resources:
  A:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: ${value}, Name: ${name}}
`;

describe("deletion", () => {
  it("goes in reverse, frees the name at once and stays visible by ARN", () => {
    const bench = testBench();
    const { StackId = "" } = bench.api.CreateStack({ StackName: "s", TemplateBody: TWO }, bench.ctx);
    bench.run();
    bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
    bench.run();
    expect(bench.story(StackId).slice(8)).toEqual([
      "stack DELETE_IN_PROGRESS User Initiated",
      "B DELETE_IN_PROGRESS",
      "B DELETE_COMPLETE",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "stack DELETE_COMPLETE",
    ]);
    expect(bench.status(StackId)).toBe("DELETE_COMPLETE");
    const again = bench.api.CreateStack({ StackName: "s", TemplateBody: TWO }, bench.ctx);
    expect(again.StackId).not.toBe(StackId);
  });

  it("fails, and then retains what cannot be deleted", () => {
    const bench = testBench();
    const { StackId = "" } = bench.api.CreateStack({ StackName: "s", TemplateBody: named("x", "one") }, bench.ctx);
    bench.run();
    bench.refusals.set("ssm:DeleteParameter x", new AwsError("AccessDeniedException", "not allowed"));
    bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
    bench.run();
    expect(bench.story("s").at(-1)).toBe("stack DELETE_FAILED The following resource(s) failed to delete: [A]. ");
    bench.api.DeleteStack({ StackName: "s", RetainResources: ["A"] }, bench.ctx);
    bench.run();
    expect(bench.story(StackId).slice(-2)).toEqual(["A DELETE_SKIPPED", "stack DELETE_COMPLETE"]);
  });

  it("ends ROLLBACK_FAILED when a rolled-back resource cannot be deleted", () => {
    const bench = testBench();
    bench.refusals.set("ssm:DeleteParameter x", new AwsError("AccessDeniedException", "not allowed"));
    const body = `${named("x", "one")}  N:\n    Type: AWS::Logs::LogGroup\n    DependsOn: A\n`;
    bench.cloudFormation.failResource(bench.ctx, "s", "N", "no");
    bench.api.CreateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run();
    expect(bench.story("s").at(-1)).toBe("stack ROLLBACK_FAILED The following resource(s) failed to delete: [A]. ");
  });
});
