import "server-only";
import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { sessions, users } from "@/lib/db/schema";
import type { LocalUser } from "./types";

/** Who can sign in with a password, by name, each with the sessions open at `now` (ms). */
export async function listUsers(db: Db, now: number): Promise<LocalUser[]> {
  return db
    .select({ id: users.id, name: users.name, role: users.role, sessions: sql<number>`count(${sessions.id})::int` })
    .from(users)
    .leftJoin(sessions, and(eq(sessions.userId, users.id), gt(sessions.expiresAt, now)))
    .where(isNotNull(users.passwordHash))
    .groupBy(users.id)
    .orderBy(users.name);
}
