import "server-only";
import { desc, getTableColumns, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { releases } from "@/lib/db/schema";
import { type Place, stackKey } from "@/lib/place";
import type { StackFacts } from "@/lib/stacks/types";
import { toRelease } from "./list";
import type { Release } from "./types";

/**
 * The newest release of each stack that has what the stack has now, by the stack's name; its own operation may still be
 * under way. One that failed and was rolled back is not there, even if somebody has deployed the same again since. One
 * query, whatever the number of stacks.
 */
export async function releasesDescribing(
  db: Db,
  place: Place,
  stacks: readonly StackFacts[],
): Promise<Map<string, Release>> {
  if (stacks.length === 0) return new Map();
  const seen = JSON.stringify(
    stacks.map(({ name, stackId, parameters }) => ({
      key: stackKey({ ...place, stack: name }),
      id: stackId,
      parameters: Object.fromEntries(parameters.map(({ key, value }) => [key, value])),
    })),
  );
  const rows = await db
    .selectDistinctOn([releases.stackKey], getTableColumns(releases))
    .from(releases)
    .innerJoin(
      sql`jsonb_to_recordset(${seen}::jsonb) as seen(key text, id text, parameters jsonb)`,
      sql`seen.key = ${releases.stackKey} and ${releases.stackId} in ('', seen.id) and ${releases.outcome} <> 'rolled_back'
        and ${releases.parameters} @> (seen.parameters - array(select jsonb_array_elements_text(${releases.secretParameters})))`,
    )
    .orderBy(releases.stackKey, desc(releases.number));
  return new Map(rows.map((row) => [row.stack, toRelease(row)]));
}
