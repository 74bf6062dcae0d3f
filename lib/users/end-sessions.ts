import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { sessions } from "@/lib/db/schema";

/** Signs a user out everywhere; open streams end within seconds. Answers how many sessions that were. */
export async function endSessions(db: Db, userId: string): Promise<number> {
  return (await db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })).length;
}
