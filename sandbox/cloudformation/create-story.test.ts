import { describe, expect, it } from "vitest";
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
describe("creation", () => {
  it("tells events in AWS's order, dependants after what they need", () => {
    const bench = testBench();
    const { StackId } = bench.api.CreateStack(
      { StackName: "s", TemplateBody: TWO, ClientRequestToken: "tok-1" },
      bench.ctx,
    );
    bench.run();
    expect(bench.story("s")).toEqual([
      "stack CREATE_IN_PROGRESS User Initiated",
      "A CREATE_IN_PROGRESS",
      "A CREATE_IN_PROGRESS Resource creation Initiated",
      "A CREATE_COMPLETE",
      "B CREATE_IN_PROGRESS",
      "B CREATE_IN_PROGRESS Resource creation Initiated",
      "B CREATE_COMPLETE",
      "stack CREATE_COMPLETE",
    ]);
    const events = bench.events("s");
    const [first, a1, a2] = events;
    expect(first).toMatchObject({ PhysicalResourceId: StackId, ClientRequestToken: "tok-1" });
    expect(first?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(first).not.toHaveProperty("ResourceProperties");
    expect(a1).toMatchObject({ PhysicalResourceId: "", ResourceProperties: '{"Type":"String","Value":"one"}' });
    expect(a1?.EventId).toMatch(/^A-CREATE_IN_PROGRESS-2026-11-23T/);
    expect(a2?.PhysicalResourceId).toMatch(/^CFN-A-[A-Za-z0-9]{12}$/);
    expect(events.every((event) => event.ClientRequestToken === "tok-1")).toBe(true);
    expect(new Set(events.map((event) => event.Timestamp?.getTime())).size).toBe(events.length);
    expect(bench.parameters.size).toBe(2);
  });

  it("announces the log group's consistency check", () => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody: "Resources: {G: {Type: AWS::Logs::LogGroup}}" }, bench.ctx);
    bench.run();
    expect(bench.story("s").slice(2, 5)).toEqual([
      "G CREATE_IN_PROGRESS Resource creation Initiated",
      "G CREATE_IN_PROGRESS Eventual consistency check initiated",
      "G CREATE_COMPLETE",
    ]);
    expect(bench.events("s")[3]?.DetailedStatus).toBe("CONFIGURATION_COMPLETE");
    expect([...bench.groups.keys()][0]).toMatch(/^s-G-[A-Za-z0-9]{12}$/);
  });

  it("rolls back when a resource fails, and describes the resource no more", () => {
    const bench = testBench();
    bench.cloudFormation.failResource(bench.ctx, "s", "B", "no room");
    bench.api.CreateStack({ StackName: "s", TemplateBody: TWO }, bench.ctx);
    bench.run();
    expect(bench.story("s").slice(4)).toEqual([
      "B CREATE_IN_PROGRESS",
      'B CREATE_FAILED Resource handler returned message: "no room" (RequestToken: …, HandlerErrorCode: GeneralServiceException)',
      "stack ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B]. Rollback requested by user.",
      "B DELETE_COMPLETE",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "stack ROLLBACK_COMPLETE",
    ]);
    expect(bench.parameters.size).toBe(0);
    const stack = bench.api.DescribeStacks({ StackName: "s" }, bench.ctx).Stacks[0];
    expect(stack?.DeletionTime).toBeInstanceOf(Date);
    expect(() => bench.api.DescribeStackResource({ StackName: "s", LogicalResourceId: "A" }, bench.ctx)).toThrow(
      "Resource A does not exist for stack s",
    );
  });

  it("cancels what is in progress when another fails", () => {
    const bench = testBench();
    const ids = ["A", "B", "C", "D"];
    bench.cloudFormation.failResource(bench.ctx, "s", "C", "no");
    bench.api.CreateStack(
      {
        StackName: "s",
        TemplateBody: `Resources: {${ids.map((id) => `${id}: {Type: AWS::Logs::LogGroup}`).join(", ")}}`,
      },
      bench.ctx,
    );
    bench.run();
    const story = bench.story("s");
    expect(story.filter((line) => line.endsWith("Resource creation cancelled")).length).toBeGreaterThan(0);
    expect(story.find((line) => line.startsWith("stack ROLLBACK_IN_PROGRESS"))).toMatch(/failed to create: \[C, /);
    expect(story.at(-1)).toBe("stack ROLLBACK_COMPLETE");
    expect(bench.groups.size).toBe(0);
  });

  it.each([
    ["DisableRollback", { DisableRollback: true }, "CREATE_FAILED", 1],
    ["DO_NOTHING", { OnFailure: "DO_NOTHING" as const }, "CREATE_FAILED", 1],
  ])("keeps what was made with %s", (_, options, status, kept) => {
    const bench = testBench();
    bench.cloudFormation.failResource(bench.ctx, "s", "B", "no");
    bench.api.CreateStack({ StackName: "s", TemplateBody: TWO, ...options }, bench.ctx);
    bench.run();
    expect(bench.status("s")).toBe(status);
    expect(bench.parameters.size).toBe(kept);
    bench.api.UpdateStack({ StackName: "s", UsePreviousTemplate: true }, bench.ctx);
    bench.run();
    expect(bench.status("s")).toBe("UPDATE_COMPLETE");
    expect(bench.parameters.size).toBe(2);
  });

  it("deletes the stack with OnFailure DELETE", () => {
    const bench = testBench();
    bench.cloudFormation.failResource(bench.ctx, "s", "B", "no");
    const { StackId = "" } = bench.api.CreateStack(
      { StackName: "s", TemplateBody: TWO, OnFailure: "DELETE" },
      bench.ctx,
    );
    bench.run();
    expect(bench.status(StackId)).toBe("DELETE_COMPLETE");
    expect(() => bench.status("s")).toThrow("Stack with id s does not exist");
    expect(bench.parameters.size).toBe(0);
  });

  it.each([
    [
      "an output of an attribute that is not there",
      `${TWO}Outputs: {O: {Value: !GetAtt A.Invalid}}`,
      "[Error] /Outputs/O/Value/Fn::GetAtt: Resource type AWS::SSM::Parameter does not support attribute {Invalid}. Rollback requested by user.",
    ],
    [
      "values that do not exist",
      `Parameters: {S: {Type: "List<AWS::EC2::Subnet::Id>", Default: "x, subnet-1, y"}}\n${TWO.trim()}\n`,
      "Parameter validation failed: parameter value x for parameter name S does not exist, parameter value y for parameter name S does not exist. Rollback requested by user.",
    ],
  ])("fails before any resource on %s", (_, TemplateBody, reason) => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody }, bench.ctx);
    bench.run();
    expect(bench.story("s")).toEqual([
      "stack CREATE_IN_PROGRESS User Initiated",
      `stack ROLLBACK_IN_PROGRESS ${reason}`,
      "stack ROLLBACK_COMPLETE",
    ]);
  });

  it("names a type the sandbox does not have", () => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody: "Resources: {Q: {Type: AWS::SQS::Queue}}" }, bench.ctx);
    bench.run();
    expect(bench.story("s")[2]).toBe("Q CREATE_FAILED The sandbox has no resource type AWS::SQS::Queue.");
    expect(bench.status("s")).toBe("ROLLBACK_COMPLETE");
  });

  it("waits for signals, and gives up when they do not come", () => {
    const body = `
Resources:
  A:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: one}
    CreationPolicy: {ResourceSignal: {Count: 2, Timeout: PT10M}}
`;
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run(120);
    expect(bench.status("s")).toBe("CREATE_IN_PROGRESS");
    for (const uniqueId of ["i-1", "i-1", "i-2"]) {
      expect(bench.cloudFormation.signal(bench.ctx, { stack: "s", resource: "A", uniqueId, status: "SUCCESS" })).toBe(
        true,
      );
    }
    bench.run(5);
    expect(bench.story("s").slice(3)).toEqual([
      "A CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-1",
      "A CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-2",
      "A CREATE_COMPLETE",
      "stack CREATE_COMPLETE",
    ]);
    bench.api.CreateStack({ StackName: "late", TemplateBody: body }, bench.ctx);
    bench.run(900);
    expect(bench.story("late")[3]).toBe(
      "A CREATE_FAILED Failed to receive 2 resource signal(s) within the specified duration",
    );
    bench.api.CreateStack({ StackName: "bad", TemplateBody: body }, bench.ctx);
    bench.run(60);
    bench.cloudFormation.signal(bench.ctx, { stack: "bad", resource: "A", uniqueId: "i-1", status: "FAILURE" });
    bench.run(60);
    expect(bench.story("bad")[4]).toMatch(/^A CREATE_FAILED Received 1 FAILURE signal\(s\) out of 2\./);
  });

  it("stops at TimeoutInMinutes", () => {
    const bench = testBench();
    bench.api.CreateStack(
      {
        StackName: "s",
        TimeoutInMinutes: 3,
        TemplateBody: `
Resources:
  A:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: one}
    CreationPolicy: {ResourceSignal: {Timeout: PT1H}}`,
      },
      bench.ctx,
    );
    bench.run(600);
    expect(bench.story("s").slice(3, 5)).toEqual([
      "A CREATE_FAILED Resource creation cancelled",
      "stack ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified timeout. Rollback requested by user.",
    ]);
  });
});

it("survives a restart at every moment of an operation", () => {
  const bench = testBench();
  bench.api.CreateStack({ StackName: "s", TemplateBody: TWO }, bench.ctx);
  for (let i = 0; i < 40; i++) {
    bench.run(0.25);
    bench.restart();
  }
  expect(bench.status("s")).toBe("CREATE_COMPLETE");
  expect(bench.parameters.size).toBe(2);
});
