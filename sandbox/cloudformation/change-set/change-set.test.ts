import { describe, expect, it } from "vitest";
import { testBench } from "../testing";

const BODY = `
Parameters:
  V: {Type: String, Default: one}
  N: {Type: String, Default: n}
Resources:
  A:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Name: !Ref N, Value: !Ref V}
  B:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: !Ref A}
`;
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

type Bench = ReturnType<typeof testBench>;

function launched(): Bench {
  const bench = testBench();
  bench.api.CreateStack({ StackName: "s", TemplateBody: BODY }, bench.ctx);
  bench.run();
  return bench;
}

const value = (key: string, text: string) => [{ ParameterKey: key, ParameterValue: text }];

function planned(bench: Bench, input: object, name = "c") {
  const made = bench.api.CreateChangeSet(
    { StackName: "s", ChangeSetName: name, UsePreviousTemplate: true, ...input },
    bench.ctx,
  );
  bench.run(5);
  return made;
}

const described = (bench: Bench, withValues = false, name = "c") =>
  bench.api.DescribeChangeSet({ StackName: "s", ChangeSetName: name, IncludePropertyValues: withValues }, bench.ctx);

const details = (bench: Bench, id: string, withValues = false) =>
  described(bench, withValues)
    .Changes?.find((change) => change.ResourceChange?.LogicalResourceId === id)
    ?.ResourceChange?.Details?.map((one) =>
      [one.ChangeSource, one.CausingEntity, one.Evaluation].filter(Boolean).join(" "),
    );

describe("an UPDATE change set", () => {
  it("tells a changed parameter twice, and a reference to what it replaces", () => {
    const bench = launched();
    planned(bench, { Parameters: value("N", "m") });
    expect(details(bench, "A")).toEqual(["ParameterReference N Static", "DirectModification Dynamic"]);
    expect(details(bench, "B")).toEqual(["ResourceReference A Static"]);
    expect(details(bench, "B", true)).toEqual(["ResourceReference A Static", "DirectModification Dynamic"]);
    const [a, b] = described(bench, true).Changes ?? [];
    expect(a?.ResourceChange).toMatchObject({
      Action: "Modify",
      PolicyAction: "ReplaceAndDelete",
      Replacement: "True",
      PhysicalResourceId: "n",
      Scope: ["Properties"],
      BeforeContext: '{"Properties":{"Type":"String","Name":"n","Value":"one"}}',
      AfterContext: '{"Properties":{"Type":"String","Name":"m","Value":"one"}}',
    });
    expect(a?.ResourceChange?.Details?.[0]?.Target).toEqual({
      Attribute: "Properties",
      Name: "Name",
      RequiresRecreation: "Always",
      Path: "/Properties/Name",
      BeforeValue: "n",
      AfterValue: "m",
      AttributeChangeType: "Modify",
    });
    expect(b?.ResourceChange?.Details?.[0]?.Target?.AfterValue).toBe("{{changeSet:KNOWN_AFTER_APPLY}}");
    expect(b?.ResourceChange).not.toHaveProperty("PolicyAction");
    expect(described(bench).Changes?.[0]?.ResourceChange).not.toHaveProperty("BeforeContext");
    expect(described(bench).Changes?.[0]?.ResourceChange?.Details?.[0]?.Target).toEqual({
      Attribute: "Properties",
      Name: "Name",
      RequiresRecreation: "Always",
    });
  });

  it("tells what comes and goes", () => {
    const bench = launched();
    const TemplateBody = BODY.replace(/ {2}B:.*/s, "  G: {Type: AWS::Logs::LogGroup}\n");
    planned(bench, { UsePreviousTemplate: false, TemplateBody });
    expect(described(bench).Changes?.map((change) => change.ResourceChange)).toEqual([
      expect.objectContaining({
        Action: "Remove",
        LogicalResourceId: "B",
        PolicyAction: "Delete",
        Scope: [],
        Details: [],
      }),
      { Action: "Add", LogicalResourceId: "G", ResourceType: "AWS::Logs::LogGroup", Scope: [], Details: [] },
    ]);
  });

  it("fails without changes, and cannot be executed", () => {
    const bench = launched();
    const { Id } = planned(bench, {});
    expect(described(bench)).toMatchObject({
      Status: "FAILED",
      ExecutionStatus: "UNAVAILABLE",
      Changes: [],
      StatusReason: NO_CHANGES,
      Capabilities: [],
      NotificationARNs: [],
      RollbackConfiguration: {},
      IncludeNestedStacks: false,
    });
    expect(() => bench.api.ExecuteChangeSet({ StackName: "s", ChangeSetName: "c" }, bench.ctx)).toThrow(
      `ChangeSet [${Id}] cannot be executed in its current status of [FAILED]`,
    );
  });

  it("is executed once; the others are gone, and it stays readable by its ARN", () => {
    const bench = launched();
    const { Id = "" } = planned(bench, { Parameters: value("V", "two") });
    planned(bench, { Parameters: value("V", "three") }, "other");
    expect(bench.api.ListChangeSets({ StackName: "s" }, bench.ctx).Summaries.map((one) => one.ChangeSetName)).toEqual([
      "c",
      "other",
    ]);
    bench.api.ExecuteChangeSet({ StackName: "s", ChangeSetName: "c", ClientRequestToken: "t" }, bench.ctx);
    bench.api.ExecuteChangeSet({ StackName: "s", ChangeSetName: "c", ClientRequestToken: "t" }, bench.ctx);
    bench.run();
    expect(bench.parameters.get("n")?.Value).toBe("two");
    expect(() => described(bench, false, "other")).toThrow("ChangeSet [other] does not exist");
    expect(() => described(bench)).toThrow("ChangeSet [c] does not exist");
    expect(bench.api.DescribeChangeSet({ ChangeSetName: Id }, bench.ctx).ExecutionStatus).toBe("EXECUTE_COMPLETE");
    expect(bench.api.GetTemplate({ ChangeSetName: Id }, bench.ctx).TemplateBody).toBe(BODY);
    expect(bench.api.DescribeStacks({ StackName: "s" }, bench.ctx).Stacks[0]?.ChangeSetId).toBe(Id);
  });

  it("is outdated by an update in between", () => {
    const bench = launched();
    planned(bench, { Parameters: value("V", "two") });
    bench.api.UpdateStack({ StackName: "s", UsePreviousTemplate: true, Parameters: value("V", "x") }, bench.ctx);
    bench.run();
    expect(described(bench).ExecutionStatus).toBe("OBSOLETE");
    expect(() => bench.api.ExecuteChangeSet({ StackName: "s", ChangeSetName: "c" }, bench.ctx)).toThrow(/OBSOLETE/);
  });

  it("counts a stored parameter's new value as a change, even with the previous name", () => {
    const bench = testBench();
    bench.parameters.set("/ami", { Type: "String", Value: "ami-1" });
    const body = `
Parameters: {Ami: {Type: "AWS::SSM::Parameter::Value<String>", Default: /ami}}
Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Ami}}}`;
    bench.api.CreateStack({ StackName: "s", TemplateBody: body }, bench.ctx);
    bench.run();
    bench.parameters.set("/ami", { Type: "String", Value: "ami-2" });
    planned(bench, { Parameters: [{ ParameterKey: "Ami", UsePreviousValue: true }] });
    expect(described(bench)).toMatchObject({
      Status: "CREATE_COMPLETE",
      Parameters: [{ ParameterKey: "Ami", ParameterValue: "/ami", ResolvedValue: "ami-2" }],
    });
  });

  it("goes from PENDING over IN_PROGRESS", () => {
    const bench = launched();
    bench.api.CreateChangeSet(
      { StackName: "s", ChangeSetName: "c", UsePreviousTemplate: true, Parameters: value("V", "2") },
      bench.ctx,
    );
    expect(described(bench)).toMatchObject({ Status: "CREATE_PENDING", ExecutionStatus: "UNAVAILABLE" });
    bench.run(1);
    expect(described(bench).Status).toBe("CREATE_IN_PROGRESS");
    bench.run(2);
    expect(described(bench)).toMatchObject({ Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" });
  });
});

describe("a CREATE change set", () => {
  it("leaves the stack in review until it is executed", () => {
    const bench = testBench();
    const { Id, StackId } = planned(bench, { ChangeSetType: "CREATE", TemplateBody: BODY, UsePreviousTemplate: false });
    const stack = bench.api.DescribeStacks({ StackName: "s" }, bench.ctx).Stacks[0];
    expect(stack).toMatchObject({ StackStatus: "REVIEW_IN_PROGRESS", StackStatusReason: "User Initiated", StackId });
    expect(stack).not.toHaveProperty("Parameters");
    bench.api.ExecuteChangeSet({ ChangeSetName: Id }, bench.ctx);
    bench.run();
    expect(bench.story("s").slice(0, 3)).toEqual([
      "stack REVIEW_IN_PROGRESS User Initiated",
      "stack CREATE_IN_PROGRESS User Initiated",
      "A CREATE_IN_PROGRESS",
    ]);
    expect(bench.api.DescribeStacks({ StackName: "s" }, bench.ctx).Stacks[0]).toMatchObject({
      StackStatus: "CREATE_COMPLETE",
      ChangeSetId: Id,
      LastUpdatedTime: expect.any(Date),
    });
  });

  it("is outdated when the stack is created past it", () => {
    const bench = testBench();
    const { StackId } = planned(bench, { ChangeSetType: "CREATE", TemplateBody: BODY, UsePreviousTemplate: false });
    expect(bench.api.CreateStack({ StackName: "s", TemplateBody: BODY }, bench.ctx).StackId).toBe(StackId);
    expect(described(bench).ExecutionStatus).toBe("OBSOLETE");
  });

  it("warns of an export that does not exist, and then fails", () => {
    const bench = testBench();
    const TemplateBody =
      "Resources: {MyFoo: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue nope}}}";
    const { Id } = planned(bench, { ChangeSetType: "CREATE", TemplateBody, UsePreviousTemplate: false });
    expect(described(bench, true)).toMatchObject({
      Status: "CREATE_COMPLETE",
      StatusReason:
        "[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [MyFoo] because: No export named nope",
    });
    expect(described(bench)).not.toHaveProperty("StatusReason");
    bench.api.ExecuteChangeSet({ ChangeSetName: Id }, bench.ctx);
    bench.run();
    expect(bench.status("s")).toBe("ROLLBACK_COMPLETE");
  });
});
