import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Aws } from "@/lib/aws/client";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/lib/db/test-database";
import { SlipwayError } from "@/lib/errors";
import { listReleases } from "@/lib/releases/list";
import type { VerbContext } from "./context";
import { type OperationSpec, performOperation } from "./perform";
import { listOperations } from "./store";
import { SMALL_TEMPLATE, sandboxAws } from "./test-rig";

let database: Awaited<ReturnType<typeof testDatabase>>;
let aws: Aws;
let ctx: VerbContext;
beforeAll(async () => {
  database = await testDatabase();
  // Nobody is there: these calls never reach AWS.
  aws = sandboxAws("http://127.0.0.1:9");
  ctx = { db: database.db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
});
afterAll(async () => {
  aws.destroy();
  await database.close();
});

let ref = { account: "sandbox", region: "us-east-1", stack: "" };
beforeEach(() => {
  ref = { ...ref, stack: `perform-${randomUUID()}` };
});

const perform = (call: OperationSpec["call"]) =>
  performOperation(ctx, {
    kind: "launch",
    mechanism: "create-stack",
    ref,
    title: "Launch it",
    formKey: randomUUID(),
    release: { templateBody: SMALL_TEMPLATE, parameters: { containerTag: "1.0" }, tags: {} },
    call,
  });
const stored = async () => {
  const [operation] = await listOperations(ctx.db, ref);
  return { operation, releases: await listReleases(ctx.db, ref) };
};
const denied = new SlipwayError("aws_denied", "You may not.");

it("leaves the intent and its release when AWS accepted and the database cannot store that", async () => {
  const { operationId } = await perform(async () => {
    await ctx.db.execute(sql`alter table operations add constraint broken check (state <> 'accepted') not valid`);
    return { stackId: "arn:1" };
  }).finally(() => ctx.db.execute(sql`alter table operations drop constraint broken`));
  const { operation, releases } = await stored();
  expect(operation).toMatchObject({ id: operationId, state: "intent", toReleaseId: releases[0]?.id });
  expect(operation?.endedAt).toBeUndefined();
  expect(releases).toHaveLength(1);
});

it("ends what AWS refuses and forgets its release", async () => {
  await expect(perform(() => Promise.reject(denied))).rejects.toBe(denied);
  const { operation, releases } = await stored();
  expect(operation).toMatchObject({ state: "failed", cause: { sentence: "You may not." } });
  expect(releases).toEqual([]);
});

it("stores a refusal whole or not at all, and throws what AWS said either way", async () => {
  await ctx.db.execute(sql`create table holds (release text references releases (id))`);
  const refusal = perform(async () => {
    await ctx.db.execute(sql`insert into holds select id from releases where stack = ${ref.stack}`);
    throw denied;
  });
  await expect(refusal).rejects.toBe(denied);
  const { operation, releases } = await stored();
  expect(operation?.state).toBe("intent");
  expect(releases).toHaveLength(1);
});

it("keeps the intent, with a word, when no reply came", async () => {
  await perform(() => Promise.reject(new SlipwayError("aws_unreachable", "AWS did not answer.")));
  const { operation, releases } = await stored();
  expect(operation).toMatchObject({ state: "intent", cause: { sentence: expect.stringContaining("did not answer") } });
  expect(releases).toHaveLength(1);
});
