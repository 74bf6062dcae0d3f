import { afterAll, beforeAll, expect, it } from "vitest";
import { maskInput } from "@/lib/auth/mask";
import { testDatabase } from "@/lib/db/test-database";
import { listAudit } from "./list";
import { auditAsked, auditEnded } from "./record";
import { verifyChain } from "./verify";

let made: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());

const by = { userId: "u1", name: "Ada", role: "operator" as const };

it("lists what was asked with how it ended, newest first, and keeps the chain whole when many write at once", async () => {
  const { db } = made;
  const subjects = Array.from({ length: 12 }, (_, i) => ({
    by,
    action: "stack.launch",
    target: `a/b/s${i}`,
    input: { z: 1, a: [i] },
  }));
  await Promise.all(
    subjects.map(async (subject, i) => {
      const entry = await auditAsked(db, 1_000 + i, subject);
      if (i !== 3) await auditEnded(db, 2_000 + i, entry, subject, { outcome: i === 5 ? "busy" : "ok", detail: "d" });
    }),
  );
  const listed = await listAudit(db, { limit: 50 });
  expect(listed).toHaveLength(12);
  expect(listed.map(({ seq }) => seq)).toEqual(listed.map(({ seq }) => seq).sort((a, b) => b - a));
  expect(listed.find(({ target }) => target === "a/b/s3")).toMatchObject({ outcome: "unfinished", by: "Ada" });
  expect(listed.find(({ target }) => target === "a/b/s5")).toMatchObject({ outcome: "busy", endedAt: 2_005 });
  expect((await verifyChain(db)).brokenAt).toBeNull();
});

it("writes no secret down", () => {
  const masked = maskInput(
    { parameters: { dbPassword: "hunter2", Pin: "1234", containerTag: "1.4.2" }, apiKey: "k", body: "x".repeat(9_000) },
    new Set(["Pin"]),
  );
  expect(JSON.stringify(masked)).not.toMatch(/hunter2|1234|"k"/);
  expect(masked).toMatchObject({ parameters: { containerTag: "1.4.2" }, body: expect.stringContaining("(9000)") });
});
