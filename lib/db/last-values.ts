import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Db } from "./client";
import { lastValues } from "./schema";

export interface LastValue {
  readonly part: string;
  /** The account's time of the answer, ms. */
  readonly at: number;
  readonly data: unknown;
}

/** Records what was last seen of a topic's parts, in one statement. Older answers never replace newer ones. */
export async function saveLast(db: Db, topic: string, values: readonly LastValue[]): Promise<void> {
  if (values.length === 0) return;
  await db
    .insert(lastValues)
    // drizzle would store a top-level null as SQL NULL; JSON null keeps "answered, and there was nothing".
    .values(values.map(({ part, at, data }) => ({ topic, part, at, data: data ?? sql`'null'::jsonb` })))
    .onConflictDoUpdate({
      target: [lastValues.topic, lastValues.part],
      set: { at: sql`excluded.at`, data: sql`excluded.data` },
      setWhere: sql`excluded.at >= ${lastValues.at}`,
    });
}

/** What was last seen of a topic, by part; empty when it was never seen. */
export async function readLast(db: Db, topic: string): Promise<LastValue[]> {
  return db
    .select({ part: lastValues.part, at: lastValues.at, data: lastValues.data })
    .from(lastValues)
    .where(eq(lastValues.topic, topic));
}
