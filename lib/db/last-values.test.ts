import { afterAll, beforeAll, expect, it } from "vitest";
import { readLast, saveLast } from "./last-values";
import { testDatabase } from "./test-database";

let made: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());

it("keeps the newest value of each part, and an answered nothing is not the same as never seen", async () => {
  const { db } = made;
  expect(await readLast(db, "fleet")).toEqual([]);
  await saveLast(db, "fleet", [
    { part: "services", at: 200, data: [{ a: 1 }] },
    { part: "operation", at: 200, data: null },
  ]);
  await saveLast(db, "fleet", [{ part: "services", at: 100, data: ["older"] }]);
  expect((await readLast(db, "fleet")).sort((a, b) => a.part.localeCompare(b.part))).toEqual([
    { part: "operation", at: 200, data: null },
    { part: "services", at: 200, data: [{ a: 1 }] },
  ]);
});

it("answers many callers at once over the embedded database's one connection", async () => {
  const { db } = made;
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => saveLast(db, `topic/${i % 5}`, [{ part: "p", at: i, data: { i } }])),
  );
  const read = await Promise.all(Array.from({ length: 5 }, (_, i) => readLast(db, `topic/${i}`)));
  expect(read.map(([value]) => value?.at)).toEqual([35, 36, 37, 38, 39]);
});

it("takes back all of a transaction that fails", async () => {
  const { db } = made;
  await expect(
    db.transaction(async (tx) => {
      await saveLast(tx, "undone", [{ part: "p", at: 1, data: 1 }]);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await readLast(db, "undone")).toEqual([]);
});
