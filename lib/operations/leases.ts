import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { leases } from "@/lib/db/schema";

/** How long a lease holds without renewal: after a kill, another process goes on this much later. */
export const LEASE_MS = 5_000;

/** Takes or renews the lease for `ms`; false while another owner's is still running. The database's clock decides. */
export async function takeLease(db: Db, name: string, owner: string, ms = LEASE_MS): Promise<boolean> {
  const until = sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`;
  const taken = await db
    .insert(leases)
    .values({ name, owner, until })
    .onConflictDoUpdate({
      target: leases.name,
      set: { owner, until },
      setWhere: sql`${leases.owner} = ${owner} or ${leases.until} < clock_timestamp()`,
    })
    .returning({ name: leases.name });
  return taken.length > 0;
}

export async function releaseLease(db: Db, name: string, owner: string): Promise<void> {
  await db.delete(leases).where(and(eq(leases.name, name), eq(leases.owner, owner)));
}
