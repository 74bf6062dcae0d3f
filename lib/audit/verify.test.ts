import { eq, gt, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { audit, settings } from "@/lib/db/schema";
import { testDatabase } from "@/lib/db/test-database";
import { auditAsked } from "./record";
import { createAuditChain } from "./verify";

let made: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());

const by = { userId: "u1", name: "Ada", role: "operator" as const };
const write = async (rows: number) => {
  for (let i = 0; i < rows; i++)
    await auditAsked(made.db, 1_000 + i, { by, action: "stack.launch", target: `a/b/s${i}` });
};
let rows: { seq: number }[] = [];
const seq = (index: number) => rows[index]?.seq ?? 0;
beforeEach(async () => {
  await made.db.delete(audit);
  await made.db.delete(settings);
  await write(6);
  rows = await made.db.select({ seq: audit.seq }).from(audit).orderBy(audit.seq);
});

const change = (index: number) =>
  made.db
    .update(audit)
    .set({ userName: "Eve" })
    .where(eq(audit.seq, seq(index)));

describe("a new process", () => {
  it.each<[string, () => Promise<unknown>, () => number]>([
    ["a change in the middle", () => change(2), () => seq(2)],
    ["a change of the newest row", () => change(5), () => seq(5)],
    ["a missing row", () => made.db.delete(audit).where(eq(audit.seq, seq(3))), () => seq(4)],
    ["a missing beginning", () => made.db.delete(audit).where(eq(audit.seq, seq(0))), () => seq(1)],
    ["a cut end", () => made.db.delete(audit).where(gt(audit.seq, seq(3))), () => seq(3) + 1],
    ["all rows gone", () => made.db.delete(audit), () => 1],
  ])("finds %s", async (_, tamper, where) => {
    expect(await createAuditChain(made.db).check()).toBeNull();
    await tamper();
    expect(await createAuditChain(made.db).check()).toBe(where());
  });

  it("still finds a cut end when more was written after it", async () => {
    await made.db.delete(audit).where(gt(audit.seq, seq(3)));
    await write(2);
    expect(await createAuditChain(made.db).check()).toBeGreaterThan(seq(5));
  });

  it("reads audits that were begun before the newest row was remembered", async () => {
    await made.db.delete(settings);
    expect(await createAuditChain(made.db).check()).toBeNull();
    await write(1);
    expect(await createAuditChain(made.db).check()).toBeNull();
  });
});

describe("a process that has looked before", () => {
  it("reads on from the last row it knows, and all of it when asked", async () => {
    const chain = createAuditChain(made.db);
    expect(await chain.check()).toBeNull();
    await write(3);
    await change(1);
    expect(await chain.check()).toBeNull();
    expect(await chain.check({ whole: true })).toBe(seq(1));
    expect(await chain.check()).toBe(seq(1));
    await made.db.execute(sql`update audit set user_name = 'Ada'`);
    expect(await chain.check()).toBeNull();
  });

  it("finds what was changed since, and goes on saying so", async () => {
    const chain = createAuditChain(made.db);
    await chain.check();
    await write(2);
    const [, newest] = await made.db
      .select()
      .from(audit)
      .where(gt(audit.seq, seq(5)))
      .orderBy(audit.seq);
    await made.db
      .update(audit)
      .set({ outcome: "ok" })
      .where(eq(audit.seq, newest?.seq ?? 0));
    expect(await chain.check()).toBe(newest?.seq);
    expect(await chain.check()).toBe(newest?.seq);
  });

  it.each([false, true])(
    "misses the row it knew when it is gone, also when nothing else tells (whole: %s)",
    async (whole) => {
      const chain = createAuditChain(made.db);
      await chain.check();
      await made.db.delete(audit).where(gt(audit.seq, seq(3)));
      await made.db.delete(settings);
      expect(await chain.check({ whole })).toBe(seq(5));
    },
  );
});
