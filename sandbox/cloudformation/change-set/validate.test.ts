import { expect, it } from "vitest";
import { refusal, testBench } from "../testing";

type Bench = ReturnType<typeof testBench>;

const parameter = (properties: string) => `{Type: AWS::SSM::Parameter, Properties: {${properties}}}`;

function changeSet(bench: Bench, TemplateBody: string, more: { DisableValidation?: boolean } = {}) {
  const input = { StackName: "s", ChangeSetName: "c", ChangeSetType: "CREATE" as const, TemplateBody, ...more };
  const { Id = "" } = bench.api.CreateChangeSet(input, bench.ctx);
  bench.run(10);
  return { id: Id, found: bench.api.DescribeChangeSet({ ChangeSetName: Id }, bench.ctx) };
}

const validations = (bench: Bench, ChangeSetName: string, FailedEvents = true) =>
  bench.api.DescribeEvents({ ChangeSetName, Filters: { FailedEvents } }, bench.ctx).OperationEvents;

it("fails on properties its schema does not know or misses, before anything is touched", () => {
  const bench = testBench();
  const template = `Resources: {A: ${parameter("Type: String, Colour: red")}, B: ${parameter("Type: String, Value: v")}}`;
  const { id, found } = changeSet(bench, template);
  expect(found).toMatchObject({
    Status: "FAILED",
    ExecutionStatus: "UNAVAILABLE",
    StatusReason:
      "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.",
  });
  const shown = validations(bench, id).map((event) =>
    [
      event.EventType,
      event.LogicalResourceId,
      event.ValidationName,
      event.ValidationPath,
      event.ValidationStatusReason,
    ].join(" "),
  );
  expect(shown.sort()).toEqual([
    "VALIDATION_ERROR A PROPERTY_VALIDATION /Resources/A/Properties #: extraneous key [Colour] is not permitted",
    "VALIDATION_ERROR A PROPERTY_VALIDATION /Resources/A/Properties #: required key [Value] not found",
  ]);
  const all = validations(bench, id, false);
  expect(all.map((event) => event.OperationStatus ?? event.ValidationStatus)).toEqual([
    "FAILED",
    "FAILED",
    "FAILED",
    "IN_PROGRESS",
  ]);
  const [OperationId] = new Set(all.map((event) => event.OperationId));
  expect(bench.api.DescribeEvents({ ...(OperationId ? { OperationId } : {}) }, bench.ctx).OperationEvents).toEqual(all);
  expect([...bench.parameters]).toEqual([]);
  expect(refusal(() => bench.api.ExecuteChangeSet({ ChangeSetName: id }, bench.ctx)).code).toBe(
    "InvalidChangeSetStatus",
  );
});

it("fails on a name that is taken, unless the call switches validation off", () => {
  const bench = testBench();
  bench.parameters.set("/taken", { Type: "String", Value: "somebody's" });
  const template = `Resources: {A: ${parameter("Type: String, Name: /taken, Value: v")}}`;
  const { id, found } = changeSet(bench, template);
  expect(found.StatusReason).toMatch(
    /validation failed: \[AWS::EarlyValidation::ResourceExistenceCheck\]\. To trouble/,
  );
  expect(validations(bench, id)).toMatchObject([
    {
      ValidationName: "NAME_CONFLICT_VALIDATION",
      ValidationStatusReason: "Resource of type 'AWS::SSM::Parameter' with identifier '/taken' already exists.",
    },
  ]);
  bench.api.DeleteChangeSet({ ChangeSetName: id }, bench.ctx);
  expect(changeSet(bench, template, { DisableValidation: true }).found.Status).toBe("CREATE_COMPLETE");
});

it("tells operations' outcomes: done, rolled back, and rolled back because somebody asked", () => {
  const bench = testBench();
  const template = (value: string) => `Resources: {A: ${parameter(`Type: String, Name: a, Value: ${value}`)}}`;
  const outcome = (OperationId: string | undefined) =>
    bench.api
      .DescribeEvents({ OperationId: OperationId ?? "" }, bench.ctx)
      .OperationEvents.map((event) =>
        [event.OperationType, event.ResourceStatus, event.OperationStatus].filter(Boolean).join(" "),
      )[0];
  const created = bench.api.CreateStack({ StackName: "s", TemplateBody: template("v") }, bench.ctx);
  bench.run();
  expect(outcome(created.OperationId)).toBe("CREATE_STACK CREATE_COMPLETE SUCCEEDED");
  bench.cloudFormation.failResource(bench.ctx, "s", "A", "no");
  const failed = bench.api.UpdateStack(
    { StackName: "s", TemplateBody: template("w"), DisableRollback: true },
    bench.ctx,
  );
  bench.run();
  expect(outcome(failed.OperationId)).toBe("UPDATE_STACK UPDATE_FAILED FAILED");
  const back = bench.api.RollbackStack({ StackName: "s" }, bench.ctx);
  bench.run();
  expect(outcome(back.OperationId)).toBe("ROLLBACK UPDATE_ROLLBACK_COMPLETE SUCCEEDED");
  expect(refusal(() => bench.api.DescribeEvents({}, bench.ctx)).message).toBe(
    "One of ChangeSetName, OperationId or StackName must be specified",
  );
});

it("keeps what a policy retains: removed by an update, or made by one that failed", () => {
  const bench = testBench();
  const kept = (policy: string, id: string) =>
    `${id}: {Type: AWS::SSM::Parameter, DeletionPolicy: ${policy}, Properties: {Type: String, Name: ${id}, Value: v}}`;
  const other = (value: string) => `Z: ${parameter(`Type: String, Name: z, Value: ${value}`)}`;
  const first = `Resources: {${kept("RetainExceptOnCreate", "a")}, ${other("1")}}`;
  bench.api.CreateStack({ StackName: "s", TemplateBody: first }, bench.ctx);
  bench.run();
  bench.api.UpdateStack({ StackName: "s", TemplateBody: `Resources: {${other("1")}}` }, bench.ctx);
  bench.run();
  expect([...bench.parameters.keys()].sort()).toEqual(["a", "z"]);

  const added = `${kept("Retain", "b")}, ${kept("RetainExceptOnCreate", "c")}`;
  const update = `Resources: {${added}, Z: {Type: AWS::SSM::Parameter, DependsOn: [b, c], Properties: {Type: String, Name: z, Value: "2"}}}`;
  bench.cloudFormation.failResource(bench.ctx, "s", "Z", "no");
  bench.api.UpdateStack({ StackName: "s", TemplateBody: update }, bench.ctx);
  bench.run();
  expect(bench.status("s")).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect([...bench.parameters.keys()].sort()).toEqual(["a", "b", "z"]);
});
