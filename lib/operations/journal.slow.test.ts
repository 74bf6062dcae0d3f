import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Aws } from "@/lib/aws/client";
import { describeStack, stackEvents } from "@/lib/aws/cloudformation";
import { describeChangeSet } from "@/lib/aws/cloudformation-change-sets";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/lib/db/test-database";
import { listReleases } from "@/lib/releases/list";
import { templateFacts } from "@/lib/releases/template-facts";
import { executeRollback } from "@/lib/rollback/execute";
import { readRollbackPlan } from "@/lib/rollback/read-plan";
import { cancelUpdate } from "@/lib/stacks/cancel-update";
import { deleteStack } from "@/lib/stacks/delete-stack";
import { dropPlan } from "@/lib/stacks/drop-plan";
import { executeUpdate } from "@/lib/stacks/execute-update";
import { launch } from "@/lib/stacks/launch";
import { planDeploy } from "@/lib/stacks/plan-deploy";
import { planUpdate } from "@/lib/stacks/plan-update";
import type { VerbContext } from "./context";
import { OperationRunner } from "./runner";
import { findOperation, listOperations } from "./store";
import { SMALL_TEMPLATE, sandboxAws, startSandbox, stepOptions, type TestSandbox } from "./test-rig";
import type { Operation } from "./types";

let sandbox: TestSandbox;
let database: Awaited<ReturnType<typeof testDatabase>>;
let aws: Aws;
let runner: OperationRunner;
let ctx: VerbContext;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(), testDatabase()]);
  aws = sandboxAws(sandbox.url);
  ctx = { db: database.db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
  runner = newRunner();
  runner.start();
});
const newRunner = () => new OperationRunner({ ...stepOptions({ db: database.db, aws }), lostReplyMs: 1_500 });
afterAll(async () => {
  await runner.stop();
  aws.destroy();
  await database.close();
  await sandbox.stop();
});

afterEach(() => sandbox.control("pace", { pace: 200 }));

let count = 0;
let ref = { account: "sandbox", region: "us-east-1", stack: "" };
beforeEach(() => {
  ref = { ...ref, stack: `journal-${++count}` };
});

const template = { id: "small", text: SMALL_TEMPLATE };
const start = (parameters = {}, formKey: string = randomUUID()) =>
  launch(ctx, { ref, template, parameters, capabilities: [], formKey });

async function ended(id: string): Promise<Operation> {
  await expect.poll(async () => (await findOperation(ctx.db, id))?.endedAt, { timeout: 20_000 }).toBeDefined();
  const operation = await findOperation(ctx.db, id);
  if (!operation) throw new Error("the operation is gone");
  return operation;
}

async function deploy(tag: string, formKey: string = randomUUID()) {
  const { changeSet } = await planDeploy(ctx, { ref, tag });
  return executeUpdate(ctx, { ref, changeSetId: changeSet.id, kind: "deploy", formKey });
}

const begun = async (status: string) =>
  (await stackEvents(aws.at(ref), ref.stack)).filter(
    (event) => event.logicalId === ref.stack && event.status === status && event.reason === "User Initiated",
  ).length;

describe("a stack's life", () => {
  it("is launched, deployed and rolled back, each a release of its own", async () => {
    expect((await ended((await start({ apiKey: "hunter2" })).operationId)).state).toBe("succeeded");
    expect((await ended((await deploy("2.0")).operationId)).state).toBe("succeeded");
    const plan = await readRollbackPlan(ctx, { ref });
    expect(plan).toMatchObject({ allowed: true, label: "Roll back to 1.0", mechanism: "update-stack" });
    if (!plan.allowed) return;
    const { stackId, basis, mechanism } = plan;
    const click = { ref, stackId, basis, mechanism, targetId: plan.target?.id, formKey: randomUUID() };
    const done = await executeRollback(ctx, click);
    expect(await executeRollback(ctx, click)).toEqual({ operationId: done.operationId, repeated: true });
    expect(await ended(done.operationId)).toMatchObject({ state: "succeeded", kind: "rollback" });

    const stack = await describeStack(aws.at(ref), ref.stack);
    expect(stack?.parameters.find(({ key }) => key === "containerTag")?.value).toBe("1.0");
    const releases = await listReleases(ctx.db, ref);
    expect(releases.map(({ version, outcome, undoneAt }) => [version, outcome, undoneAt !== undefined])).toEqual([
      ["1.0", "succeeded", false],
      ["2.0", "succeeded", true],
      ["1.0", "succeeded", false],
    ]);
    expect(releases[0]?.rollbackOf).toBe(releases[2]?.id);
    expect(JSON.stringify([releases, await listOperations(ctx.db, ref)])).not.toContain("hunter2");
    expect(releases[0]?.secretParameters).toEqual(["apiKey"]);
    await expect(executeRollback(ctx, { ...click, formKey: randomUUID() })).rejects.toMatchObject({
      code: "stale_plan",
    });
  });

  it("is deleted by its name, typed, and by the id that was seen", async () => {
    await ended((await start()).operationId);
    const stackId = (await describeStack(aws.at(ref), ref.stack))?.stackId ?? "";
    const input = { ref, stackId, confirm: "x", formKey: randomUUID() };
    await expect(deleteStack(ctx, input)).rejects.toMatchObject({ code: "invalid_input" });
    expect((await ended((await deleteStack(ctx, { ...input, confirm: ref.stack })).operationId)).state).toBe(
      "succeeded",
    );
    await ended((await start()).operationId);
    const again = { ...input, confirm: ref.stack, formKey: randomUUID() };
    await expect(deleteStack(ctx, again)).rejects.toMatchObject({ code: "not_found" });
  });

  it("says the first cause of a failed launch and then offers to delete what is left", async () => {
    await sandbox.control("fail-resource", { stack: ref.stack, logicalId: "Task", message: "No such family" });
    const failed = await ended((await start()).operationId);
    expect(failed).toMatchObject({ state: "failed", cause: { sentence: expect.stringContaining("No such family") } });
    const plan = await readRollbackPlan(ctx, { ref });
    expect(plan).toMatchObject({ allowed: true, mechanism: "delete-stack", label: "Delete the failed stack" });
    if (!plan.allowed) return;
    const { stackId, basis, mechanism } = plan;
    const done = await executeRollback(ctx, { ref, stackId, basis, mechanism, formKey: randomUUID() });
    expect((await ended(done.operationId)).state).toBe("succeeded");
  });

  it("goes back when an update is cancelled, and the cancel is an operation beside it", async () => {
    await ended((await start()).operationId);
    await sandbox.control("pace", { pace: 1 });
    const update = await deploy("2.0");
    const stackId = (await describeStack(aws.at(ref), ref.stack))?.stackId ?? "";
    const key = randomUUID();
    const cancels = await Promise.all([1, 2].map(() => cancelUpdate(ctx, { ref, stackId, formKey: key })));
    expect(new Set(cancels.map(({ operationId }) => operationId)).size).toBe(1);
    await sandbox.control("pace", { pace: 200 });
    expect(await ended(update.operationId)).toMatchObject({
      state: "cancelled",
      cause: { sentence: "Ada cancelled it." },
    });
    expect((await ended(cancels[0]?.operationId ?? "")).state).toBe("succeeded");
    expect((await listReleases(ctx.db, ref))[0]).toMatchObject({ version: "2.0", outcome: "rolled_back" });
  });
});

describe("a release that turns out bad while it is watched", () => {
  it("is rolled back without waiting for the watching to end, and does not count as healthy", async () => {
    await ended((await start()).operationId);
    await runner.stop();
    // Its service never gets healthy: the operation stays open.
    const sick = {
      hasService: true,
      healthy: 0,
      wanted: 1,
      rollout: "IN_PROGRESS",
      versions: [],
      stoppedTasks: [],
    } as const;
    const observe = async () => ({ ...sick, events: [] });
    const watching = new OperationRunner({ ...stepOptions({ db: database.db, aws }), observe });
    watching.start();
    const bad = await deploy("2.0");
    await expect.poll(async () => (await findOperation(ctx.db, bad.operationId))?.state).toBe("settling");
    await watching.stop();
    runner = newRunner();

    await expect(deploy("3.0")).rejects.toMatchObject({ code: "busy" });
    const plan = await readRollbackPlan(ctx, { ref });
    if (!plan.allowed) throw new Error(plan.why);
    const { stackId, basis, mechanism, target } = plan;
    const input = { ref, stackId, basis, mechanism, targetId: target?.id, formKey: randomUUID() };
    const { operationId } = await executeRollback(ctx, input);
    expect(await findOperation(ctx.db, bad.operationId)).toMatchObject({ state: "rolled_back" });
    runner.start();
    expect((await ended(operationId)).state).toBe("succeeded");
    const releases = await listReleases(ctx.db, ref);
    expect(releases[1]).toMatchObject({ version: "2.0", outcome: "rolled_back", healthyAt: undefined });
  });
});

describe("nothing twice", () => {
  it("gives a second click the first's operation", async () => {
    const key = randomUUID();
    const clicks = await Promise.all([start({}, key), start({}, key), start({}, key)]);
    expect(new Set(clicks.map(({ operationId }) => operationId)).size).toBe(1);
    expect(clicks.filter(({ repeated }) => !repeated)).toHaveLength(1);
    await ended(clicks[0]?.operationId ?? "");
    expect(await begun("CREATE_IN_PROGRESS")).toBe(1);
  });

  it("lets one of two operators through and tells the other whose turn it is", async () => {
    const both = await Promise.allSettled([start(), start()]);
    const won = both.find((one) => one.status === "fulfilled");
    const lost = both.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "busy", details: { operationId: won?.value.operationId } });
    await ended(won?.value.operationId ?? "");
    expect(await begun("CREATE_IN_PROGRESS")).toBe(1);
  });

  it("finds out by reading when the reply is lost after AWS did it", async () => {
    await sandbox.control("faults", {
      service: "cloudformation",
      operation: "CreateStack",
      kind: "reset-after",
      times: 1,
    });
    const { operationId } = await start();
    expect(await ended(operationId)).toMatchObject({ state: "succeeded", stackId: expect.stringContaining(ref.stack) });
    expect(await begun("CREATE_IN_PROGRESS")).toBe(1);
  });

  it("says that nothing was changed when the request never arrived, and does not send it again", async () => {
    await sandbox.control("faults", {
      service: "cloudformation",
      operation: "CreateStack",
      kind: "error503",
      times: 1,
    });
    const operation = await ended((await start()).operationId);
    expect(operation).toMatchObject({
      state: "failed",
      cause: { sentence: expect.stringContaining("never reached AWS") },
    });
    expect(await describeStack(aws.at(ref), ref.stack)).toBeNull();
    expect(await listReleases(ctx.db, ref)).toEqual([]);
  });

  it("ends an operation that AWS refuses, with AWS's words, and forgets its release", async () => {
    await ended((await start()).operationId);
    await sandbox.control("faults", {
      service: "cloudformation",
      operation: "ExecuteChangeSet",
      kind: "throttle",
      times: 1,
    });
    const formKey = randomUUID();
    await expect(deploy("2.0", formKey)).rejects.toMatchObject({ code: "aws_throttled" });
    expect((await listOperations(ctx.db, ref))[0]).toMatchObject({ state: "failed", kind: "deploy" });
    expect(await listReleases(ctx.db, ref)).toHaveLength(1);
    expect((await ended((await deploy("2.0")).operationId)).state).toBe("succeeded");
  });
});

describe("before AWS is asked", () => {
  it("refuses values and names the template does not take, and writes no operation", async () => {
    await expect(start({ days: "soon" })).rejects.toMatchObject({
      code: "invalid_input",
      details: { fields: { days: expect.any(String) } },
    });
    ref = { ...ref, stack: "no spaces allowed" };
    await expect(start()).rejects.toMatchObject({ details: { fields: { stack: expect.any(String) } } });
    expect(await listOperations(ctx.db, ref)).toEqual([]);
  });

  it("shows the changes of an update first, refuses them as a deployment, and keeps secrets", async () => {
    await ended((await start({ apiKey: "hunter2" })).operationId);
    const { changeSet } = await planUpdate(ctx, { ref, parameters: { days: "30" } });
    expect(changeSet.changes.map(({ logicalId, action }) => `${action} ${logicalId}`)).toEqual(["Modify Logs"]);
    const input = { ref, changeSetId: changeSet.id, formKey: randomUUID() };
    await expect(executeUpdate(ctx, { ...input, kind: "deploy" })).rejects.toMatchObject({ code: "conflict" });
    expect((await ended((await executeUpdate(ctx, { ...input, kind: "update" })).operationId)).state).toBe("succeeded");
    const same = await planUpdate(ctx, { ref, parameters: { days: "30" } });
    expect(same.changeSet).toMatchObject({ noChanges: true, changes: [] });
  });

  it("keeps the template that the change set carries, not the one the page was drawn with", async () => {
    await ended((await start()).operationId);
    const text = `${SMALL_TEMPLATE}  More: { Type: AWS::Logs::LogGroup }\n`;
    const { changeSet } = await planUpdate(ctx, { ref, template: { id: "small", text }, parameters: {} });
    const claimed = { id: "other", text: SMALL_TEMPLATE, version: "9" };
    const input = { ref, changeSetId: changeSet.id, kind: "update", template: claimed, formKey: randomUUID() } as const;
    await ended((await executeUpdate(ctx, input)).operationId);
    const [release] = await listReleases(ctx.db, ref);
    expect(release?.templateSha256).toBe(templateFacts(text).sha256);
    expect([release?.templateId, release?.templateVersion]).toEqual([undefined, undefined]);
  });

  it("throws a plan away only for the stack it belongs to", async () => {
    await ended((await start()).operationId);
    const { changeSet } = await planDeploy(ctx, { ref, tag: "2.0" });
    const other = { ...ref, stack: "somebody-elses" };
    const drop = (of: typeof ref) => dropPlan(ctx, { ref: of, changeSetId: changeSet.id });
    await expect(drop(other)).rejects.toMatchObject({ code: "conflict" });
    expect(await describeChangeSet(aws.at(ref), changeSet.id)).toMatchObject({ executable: true });
    await drop(ref);
    expect(await describeChangeSet(aws.at(ref), changeSet.id)).toBeNull();
    await drop(ref);
  });

  it("does not execute a plan that another change has overtaken", async () => {
    await ended((await start()).operationId);
    const early = await planDeploy(ctx, { ref, tag: "2.0" });
    await ended((await deploy("3.0")).operationId);
    const late = { ref, changeSetId: early.changeSet.id, kind: "deploy", formKey: randomUUID() } as const;
    await expect(executeUpdate(ctx, late)).rejects.toMatchObject({ code: "stale_plan" });
  });
});
