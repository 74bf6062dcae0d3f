import "server-only";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "@/lib/db/client";
import { audit } from "@/lib/db/schema";
import type { AuditEntry } from "./types";

/** Newest first. `before` is the `seq` of the last entry of the page before. */
export async function listAudit(
  db: Db,
  { before, limit = 100, target }: { before?: number; limit?: number; target?: string } = {},
): Promise<AuditEntry[]> {
  const end = alias(audit, "ended");
  const rows = await db
    .select({ asked: audit, ended: { at: end.at, outcome: end.outcome, detail: end.detail } })
    .from(audit)
    .leftJoin(end, and(eq(end.entryId, audit.entryId), eq(end.phase, "ended")))
    .where(
      and(
        eq(audit.phase, "asked"),
        before === undefined ? undefined : lt(audit.seq, before),
        target === undefined ? undefined : eq(audit.target, target),
      ),
    )
    .orderBy(desc(audit.seq))
    .limit(limit);
  return rows.map(({ asked, ended }) => ({
    seq: asked.seq,
    id: asked.entryId,
    at: asked.at,
    by: asked.userName,
    role: asked.role,
    address: asked.address ?? undefined,
    action: asked.action,
    target: asked.target ?? undefined,
    input: asked.input ?? undefined,
    outcome: ended?.outcome ?? "unfinished",
    detail: ended?.detail ?? undefined,
    endedAt: ended?.at,
  }));
}

export async function countAudit(db: Db): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(audit).where(eq(audit.phase, "asked"));
  return row?.count ?? 0;
}
