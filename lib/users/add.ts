import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/auth/passwords";
import type { Role } from "@/lib/auth/types";
import type { Db } from "@/lib/db/client";
import { users } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";

/**
 * Adds somebody who signs in with a password, made here and answered this once (kept as a hash only). Throws `conflict`
 * when the name is taken. `now` in ms.
 */
export async function addUser(db: Db, given: { name: string; role: Role }, now: number): Promise<{ password: string }> {
  const password = randomBytes(15).toString("base64url");
  const made = await db
    .insert(users)
    .values({ id: randomUUID(), ...given, passwordHash: await hashPassword(password), createdAt: now })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made.length === 0) throw new SlipwayError("conflict", `There is a user named "${given.name}" already.`);
  return { password };
}
