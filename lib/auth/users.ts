import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Db } from "@/lib/db/client";
import { users } from "@/lib/db/schema";
import { hashPassword, passwordMatches } from "./passwords";
import type { Role } from "./types";

export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Who has this name and password, or null. */
export async function userByPassword(db: Db, name: string, password: string): Promise<User | null> {
  const [row] = await db.select().from(users).where(eq(users.name, name));
  const right = await passwordMatches(password, row?.disabled ? null : row?.passwordHash);
  return right && row ? { id: row.id, name: row.name, role: row.role } : null;
}

export async function isUserName(db: Db, name: string): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.name, name));
  return rows.length > 0;
}

/** The user behind a sandbox sign-in button; made on first use. It has no password. */
export async function sandboxUser(db: Db, role: Role, clock: Clock): Promise<User> {
  const id = `sandbox-${role}`;
  const name = `Sandbox ${role}`;
  await db.insert(users).values({ id, name, role, createdAt: clock.now() }).onConflictDoNothing();
  // The button says the role: one taken away by an admin in the sandbox comes back with the next press.
  await db.update(users).set({ role, disabled: false }).where(eq(users.id, id));
  return { id, name, role };
}

/**
 * Makes the first admin where nobody has a password yet. Answers the password once (it is kept as a hash only), or
 * null when there is somebody already.
 */
export async function ensureLocalAdmin(db: Db, clock: Clock): Promise<{ name: string; password: string } | null> {
  const [known] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(users)
    .where(sql`${users.passwordHash} is not null`);
  if ((known?.count ?? 0) > 0) return null;
  const password = randomBytes(15).toString("base64url");
  const made = await db
    .insert(users)
    .values({
      id: randomUUID(),
      name: "admin",
      role: "admin",
      passwordHash: await hashPassword(password),
      createdAt: clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return made.length > 0 ? { name: "admin", password } : null;
}
