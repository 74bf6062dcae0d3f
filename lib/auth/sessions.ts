import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, gt, lt } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Db } from "@/lib/db/client";
import { sessions, users } from "@/lib/db/schema";
import type { Session } from "./types";
import type { User } from "./users";

/** How long a session lasts, in ms: one working day and the on-call night after it. */
export const SESSION_MS = 24 * 60 * 60 * 1000;

/** Makes the row a session's cookie names. */
export async function openSession(db: Db, user: User, clock: Clock): Promise<Session> {
  const id = randomBytes(24).toString("base64url");
  const now = clock.now();
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
  await db.insert(sessions).values({ id, userId: user.id, createdAt: now, expiresAt: now + SESSION_MS });
  return { id, userId: user.id, name: user.name, role: user.role };
}

/** The session as it is now: the user's present role, or null after sign-out, expiry or disabling. */
export async function findSession(db: Db, id: string, clock: Clock): Promise<Session | null> {
  const [row] = await db
    .select({ id: sessions.id, userId: users.id, name: users.name, role: users.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), gt(sessions.expiresAt, clock.now()), eq(users.disabled, false)));
  return row ?? null;
}

export async function closeSession(db: Db, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id));
}
