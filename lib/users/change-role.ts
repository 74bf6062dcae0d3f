import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Role } from "@/lib/auth/types";
import type { Database } from "@/lib/db/client";
import { users } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";

/** Gives a user another role, at once in all open sessions. Throws `conflict` for the last admin, else `not_found`. */
export async function changeRole(db: Database, id: string, role: Role): Promise<void> {
  await db.transaction(async (tx) => {
    // Locked, so that two admins cannot take each other's role away at the same time.
    const admins = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.role, "admin"), eq(users.disabled, false), isNotNull(users.passwordHash)))
      .orderBy(users.id)
      .for("update");
    if (role !== "admin" && admins.length === 1 && admins[0]?.id === id) {
      throw new SlipwayError("conflict", "This is the last admin; make somebody else one first.");
    }
    const changed = await tx
      .update(users)
      .set({ role })
      .where(and(eq(users.id, id), isNotNull(users.passwordHash)))
      .returning({ id: users.id });
    if (changed.length === 0) throw new SlipwayError("not_found", "There is no such user.");
  });
}
