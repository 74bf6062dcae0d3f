import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { settings } from "@/lib/db/schema";

const SETTLE_KEY = "settleSeconds";
const SETTLE_SECONDS = 60;

/** How long targets must stay healthy before an operation has succeeded, ms. SLIPWAY_SETTLE_SECONDS goes before the setting. */
export async function settleMs(db: Db, env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const given = Number(env.SLIPWAY_SETTLE_SECONDS);
  if (env.SLIPWAY_SETTLE_SECONDS && given >= 0) return given * 1_000;
  const [row] = await db.select().from(settings).where(eq(settings.key, SETTLE_KEY));
  return (typeof row?.value === "number" ? row.value : SETTLE_SECONDS) * 1_000;
}
