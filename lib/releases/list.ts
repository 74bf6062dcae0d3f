import "server-only";
import { desc, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { releases } from "@/lib/db/schema";
import { type StackRef, stackKey } from "@/lib/place";
import type { Release } from "./types";

const MAX_LISTED = 200;

/** A stack's releases, newest first. */
export async function listReleases(db: Db, ref: StackRef, limit = MAX_LISTED): Promise<Release[]> {
  const rows = await db
    .select()
    .from(releases)
    .where(eq(releases.stackKey, stackKey(ref)))
    .orderBy(desc(releases.number))
    .limit(limit);
  return rows.map(toRelease);
}

export async function findRelease(db: Db, id: string): Promise<Release | null> {
  const [row] = await db.select().from(releases).where(eq(releases.id, id));
  return row ? toRelease(row) : null;
}

export function toRelease({ stackKey: _, ...row }: typeof releases.$inferSelect): Release {
  return {
    ...row,
    image: row.image ?? undefined,
    digest: row.digest ?? undefined,
    ami: row.ami ?? undefined,
    templateId: row.templateId ?? undefined,
    templateVersion: row.templateVersion ?? undefined,
    reason: row.reason ?? undefined,
    healthyAt: row.healthyAt ?? undefined,
    undoneAt: row.undoneAt ?? undefined,
    operationId: row.operationId ?? undefined,
    rollbackOf: row.rollbackOf ?? undefined,
  };
}
