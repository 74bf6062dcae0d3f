import { afterAll, beforeAll, expect, it } from "vitest";
import { attempts } from "@/lib/auth/attempts";
import { findSession } from "@/lib/auth/sessions";
import { signInUser } from "@/lib/auth/sign-in";
import { ensureLocalAdmin, sandboxUser } from "@/lib/auth/users";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/lib/db/test-database";
import { addUser } from "./add";
import { changeRole } from "./change-role";
import { endSessions } from "./end-sessions";
import { listUsers } from "./list";

let made: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());

it("adds a user who signs in, changes the role at once, signs out everywhere, and keeps the last admin", async () => {
  const { db } = made;
  const now = systemClock.now();
  await ensureLocalAdmin(db, systemClock);
  await sandboxUser(db, "viewer", systemClock);
  const { password } = await addUser(db, { name: "ann", role: "operator" }, now);
  await expect(addUser(db, { name: "ann", role: "admin" }, now)).rejects.toMatchObject({ code: "conflict" });

  const door = { db, clock: systemClock, config: { sandboxSignIn: false }, attempts: attempts() };
  const session = await signInUser(door, { name: "ann", password });
  if (typeof session === "string") throw new Error(session);
  expect(await listUsers(db, now)).toEqual([
    { id: expect.any(String), name: "admin", role: "admin", sessions: 0 },
    { id: session.userId, name: "ann", role: "operator", sessions: 1 },
  ]);

  await changeRole(db, session.userId, "viewer");
  expect(await findSession(db, session.id, systemClock)).toMatchObject({ role: "viewer" });
  const [admin] = await listUsers(db, now);
  const adminId = admin?.id ?? "";
  await expect(changeRole(db, adminId, "viewer")).rejects.toMatchObject({ code: "conflict" });
  await expect(changeRole(db, "sandbox-viewer", "admin")).rejects.toMatchObject({ code: "not_found" });
  await changeRole(db, session.userId, "admin");
  await changeRole(db, adminId, "viewer");

  expect(await endSessions(db, session.userId)).toBe(1);
  expect(await findSession(db, session.id, systemClock)).toBeNull();
});
