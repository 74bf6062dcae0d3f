import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listAudit } from "@/lib/audit/list";
import { users } from "@/lib/db/schema";
import { testDatabase } from "@/lib/db/test-database";
import { attempts } from "./attempts";
import { closeSession, findSession, openSession, SESSION_MS } from "./sessions";
import { signInUser } from "./sign-in";
import { ensureLocalAdmin, sandboxUser } from "./users";

let made: Awaited<ReturnType<typeof testDatabase>>;
let now = 1_000_000;
const clock = { now: () => now, sleep: async () => {} };
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());

it("forgets a session at sign-out, at expiry, and when the user is disabled; a changed role counts at once", async () => {
  const { db } = made;
  const user = await sandboxUser(db, "operator", clock);
  const session = await openSession(db, user, clock);
  expect(await findSession(db, session.id, clock)).toEqual(session);
  await db.update(users).set({ role: "viewer" }).where(eq(users.id, user.id));
  expect((await findSession(db, session.id, clock))?.role).toBe("viewer");
  await db.update(users).set({ disabled: true }).where(eq(users.id, user.id));
  expect(await findSession(db, session.id, clock)).toBeNull();
  await db.update(users).set({ disabled: false }).where(eq(users.id, user.id));
  now += SESSION_MS;
  expect(await findSession(db, session.id, clock)).toBeNull();
  const second = await openSession(db, user, clock);
  await closeSession(db, second.id);
  expect(await findSession(db, second.id, clock)).toBeNull();
});

it("makes one local admin, whose password opens the door, and lets roles in by button only in the sandbox", async () => {
  const { db } = made;
  const admin = await ensureLocalAdmin(db, clock);
  expect(admin?.password.length).toBeGreaterThanOrEqual(20);
  expect(await ensureLocalAdmin(db, clock)).toBeNull();
  const elsewhere = { db, clock, config: { sandboxSignIn: false }, attempts: attempts() };
  expect(await signInUser(elsewhere, { name: "admin", password: admin?.password })).toMatchObject({ role: "admin" });
  expect(await signInUser(elsewhere, { name: "admin", password: "wrong" })).toBe("wrong");
  expect(await signInUser(elsewhere, { name: "nobody", password: admin?.password })).toBe("wrong");
  expect(await signInUser(elsewhere, { role: "admin" })).toBe("wrong");
  expect(await signInUser({ ...elsewhere, config: { sandboxSignIn: true } }, { role: "viewer" })).toMatchObject({
    role: "viewer",
  });
  // Who came in and whose password was wrong, newest first; nothing that was typed but names people have.
  const entries = await listAudit(db);
  expect(entries.map(({ by, role, outcome }) => [by, role, outcome])).toEqual([
    ["Sandbox viewer", "viewer", "ok"],
    ["unknown name", "signed out", "wrong_password"],
    ["unknown name", "signed out", "wrong_password"],
    ["admin", "signed out", "wrong_password"],
    ["admin", "admin", "ok"],
  ]);
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`nobody|${admin?.password}|"wrong"`));
});

it("counts guesses that come all at once", async () => {
  const { db } = made;
  // A hash of little cost: what counts is counted before it is looked at.
  const passwordHash = "scrypt$16$8$1$c2FsdA$a2V5";
  await db.insert(users).values({ id: "ann", name: "ann", role: "viewer", passwordHash, createdAt: now });
  const door = { db, clock, config: { sandboxSignIn: false }, attempts: attempts() };
  const guesses = await Promise.all(
    Array.from({ length: 13 }, (_, n) => signInUser(door, { name: "ann", password: `guess ${n}` })),
  );
  expect(guesses.filter((answer) => answer === "wrong")).toHaveLength(10);
  expect(guesses.filter((answer) => answer === "wait")).toHaveLength(3);
});
