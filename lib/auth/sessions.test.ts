import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { users } from "@/lib/db/schema";
import { testDatabase } from "@/lib/db/test-database";
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
  const elsewhere = { db, clock, config: { sandboxSignIn: false } };
  expect(await signInUser(elsewhere, { name: "admin", password: admin?.password })).toMatchObject({ role: "admin" });
  expect(await signInUser(elsewhere, { name: "admin", password: "wrong" })).toBeNull();
  expect(await signInUser(elsewhere, { name: "nobody", password: admin?.password })).toBeNull();
  expect(await signInUser(elsewhere, { role: "admin" })).toBeNull();
  expect(await signInUser({ db, clock, config: { sandboxSignIn: true } }, { role: "viewer" })).toMatchObject({
    role: "viewer",
  });
});
