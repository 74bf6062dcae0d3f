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

describe("update", () => {
  const created = (body: string) => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run();
    const start = bench.events("s").length;
    return { ...bench, bench, news: () => bench.story("s").slice(start), start };
  };

  it("changes in place, with a clean-up phase even when nothing is deleted", () => {
    const { bench, news } = created(TWO);
    bench.api.UpdateStack({ StackName: "s", TemplateBody: TWO.replace("one", "two") }, bench.ctx);
    bench.run();
    expect(news()).toEqual([
      "stack UPDATE_IN_PROGRESS User Initiated",
      "A UPDATE_IN_PROGRESS",
      "A UPDATE_COMPLETE",
      "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "stack UPDATE_COMPLETE",
    ]);
  });

  it("replaces, and deletes the old one in the clean-up, without properties", () => {
    const { bench, news, start } = created(named("x", "one"));
    bench.api.UpdateStack({ StackName: "s", TemplateBody: named("y", "one") }, bench.ctx);
    bench.run();
    expect(news()).toEqual([
      "stack UPDATE_IN_PROGRESS User Initiated",
      "A UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.",
      "A UPDATE_IN_PROGRESS Resource creation Initiated",
      "A UPDATE_COMPLETE",
      "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "stack UPDATE_COMPLETE",
    ]);
    const events = bench.events("s").slice(start);
    expect(events.slice(1, 4).map((event) => event.PhysicalResourceId)).toEqual(["x", "y", "y"]);
    expect(events[1]?.ResourceProperties).toContain('"Name":"y"');
    expect(events[5]).toMatchObject({ PhysicalResourceId: "x" });
    expect(events[5]).not.toHaveProperty("ResourceProperties");
    expect([...bench.parameters.keys()]).toEqual(["y"]);
  });

  it("adds and removes; the removed one goes in the clean-up", () => {
    const { bench, news } = created(TWO);
    const other = TWO.replace(/ {2}B:.*/s, "  C:\n    Type: AWS::Logs::LogGroup\n");
    bench.api.UpdateStack({ StackName: "s", TemplateBody: other }, bench.ctx);
    bench.run();
    expect(news().filter((line) => !line.startsWith("C CREATE_IN_PROGRESS"))).toEqual([
      "stack UPDATE_IN_PROGRESS User Initiated",
      "C CREATE_COMPLETE",
      "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "B DELETE_IN_PROGRESS",
      "B DELETE_COMPLETE",
      "stack UPDATE_COMPLETE",
    ]);
  });

  it("keeps a removed resource with DeletionPolicy Retain, and a replaced one with UpdateReplacePolicy", () => {
    const kept = `${named("x", "one")}    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n  L:\n    Type: AWS::Logs::LogGroup\n`;
    const { bench, news } = created(kept);
    bench.api.UpdateStack({ StackName: "s", TemplateBody: kept.replace("Name: x", "Name: y") }, bench.ctx);
    bench.run();
    expect(news().slice(-3)).toEqual([
      "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "A DELETE_SKIPPED",
      "stack UPDATE_COMPLETE",
    ]);
    bench.api.UpdateStack(
      { StackName: "s", TemplateBody: "Resources:\n  L:\n    Type: AWS::Logs::LogGroup\n" },
      bench.ctx,
    );
    bench.run();
    expect(news().slice(-2)).toEqual(["A DELETE_SKIPPED", "stack UPDATE_COMPLETE"]);
    expect([...bench.parameters.keys()]).toEqual(["x", "y"]);
  });

  it("rolls a failed update back and cleans up what it made", () => {
    const { bench, news } = created(named("x", "one"));
    const body = `${named("y", "two")}  N:\n    Type: AWS::Logs::LogGroup\n    DependsOn: A\n`;
    bench.cloudFormation.failResource(bench.ctx, "s", "N", "no");
    bench.api.UpdateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run();
    expect(news().slice(4)).toEqual([
      "N CREATE_IN_PROGRESS",
      'N CREATE_FAILED Resource handler returned message: "no" (RequestToken: …, HandlerErrorCode: GeneralServiceException)',
      "stack UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [N].",
      "A UPDATE_IN_PROGRESS",
      "A UPDATE_COMPLETE",
      "stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "N DELETE_COMPLETE",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "stack UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(bench.parameters.get("x")?.Value).toBe("one");
    expect(bench.parameters.size).toBe(1);
    expect(bench.api.GetTemplate({ StackName: "s" }, bench.ctx).TemplateBody).toBe(named("x", "one"));
    expect(() => bench.api.UpdateStack({ StackName: "s", TemplateBody: named("x", "one") }, bench.ctx)).toThrow(
      "No updates are to be performed.",
    );
  });

  it("puts an updated resource's old value back", () => {
    const { bench, news } = created(TWO);
    bench.cloudFormation.failResource(bench.ctx, "s", "C", "no");
    const body = `${TWO.replace("one", "two")}  C:\n    Type: AWS::Logs::LogGroup\n    DependsOn: A\n`;
    bench.api.UpdateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run();
    expect(news().at(-1)).toBe("stack UPDATE_ROLLBACK_COMPLETE");
    expect([...bench.parameters.values()].map((parameter) => parameter.Value)).toContain("one");
  });

  it("cancels, continues a failed rollback with a skipped resource", () => {
    const { bench, news } = created(named("x", "one"));
    const body = `${named("x", "two")}  N:\n    Type: AWS::SSM::Parameter\n    Properties: {Type: String, Value: v}\n    DependsOn: A\n    CreationPolicy: {ResourceSignal: {Timeout: PT1H}}\n`;
    bench.api.UpdateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run(60);
    bench.refusals.set("ssm:PutParameter x", new AwsError("ValidationException", "denied"));
    bench.api.CancelUpdateStack({ StackName: "s" }, bench.ctx);
    bench.run(60);
    const late = news().slice(news().indexOf("N CREATE_FAILED Resource creation cancelled"));
    expect(late.slice(1, 3)).toEqual(["stack UPDATE_ROLLBACK_IN_PROGRESS User Initiated", "A UPDATE_IN_PROGRESS"]);
    expect(late.at(-1)).toBe("stack UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [A]. ");
    expect(() => bench.api.UpdateStack({ StackName: "s", TemplateBody: TWO }, bench.ctx)).toThrow(/can not be updated/);
    bench.api.ContinueUpdateRollback({ StackName: "s", ResourcesToSkip: ["A"] }, bench.ctx);
    bench.run(60);
    expect(news().slice(-6)).toEqual([
      "stack UPDATE_ROLLBACK_IN_PROGRESS User Initiated",
      "A UPDATE_COMPLETE",
      "stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "N DELETE_IN_PROGRESS",
      "N DELETE_COMPLETE",
      "stack UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  it("stays UPDATE_FAILED with DisableRollback, and RollbackStack goes back", () => {
    const { bench, news } = created(TWO);
    bench.cloudFormation.failResource(bench.ctx, "s", "A", "no");
    bench.api.UpdateStack(
      { StackName: "s", TemplateBody: TWO.replace("one", "two"), DisableRollback: true },
      bench.ctx,
    );
    bench.run();
    expect(news().at(-1)).toBe("stack UPDATE_FAILED The following resource(s) failed to update: [A]. ");
    bench.api.RollbackStack({ StackName: "s" }, bench.ctx);
    bench.run();
    expect(news().at(-1)).toBe("stack UPDATE_ROLLBACK_COMPLETE");
    expect(() => bench.api.UpdateStack({ StackName: "s", TemplateBody: TWO }, bench.ctx)).toThrow("No updates");
  });
});
