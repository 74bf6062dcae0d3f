import "server-only";
import { asc, gt, gte } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { audit } from "@/lib/db/schema";
import { auditHash, FIRST, readHead, type Verified } from "./record";

export interface ChainCheck {
  /** The `seq` of the first row that does not follow from the one before it, or after which rows are missing; null when whole. */
  readonly brokenAt: number | null;
  /** The last row that is as it was written; null when there is none. */
  readonly verified: Verified | null;
}

const ROWS_A_PAGE = 1_000;

/**
 * Follows the chain from its beginning, or from `known` on. Each row must carry the hash of the one before it and its
 * own, `known` must still be there, and the newest row written must be the last: so a change, a missing row and a cut
 * at either end show. What was changed before `known` shows only from the beginning.
 */
export async function verifyChain(db: Db, known: Verified | null = null): Promise<ChainCheck> {
  // Asked for first: rows written meanwhile come after it.
  const head = await readHead(db);
  let verified: Verified | null = null;
  let headSeen = head === null || (known !== null && head.seq < known.seq);
  for (;;) {
    const rows = await db
      .select()
      .from(audit)
      .where(verified ? gt(audit.seq, verified.seq) : known ? gte(audit.seq, known.seq) : undefined)
      .orderBy(asc(audit.seq))
      .limit(ROWS_A_PAGE);
    for (const row of rows) {
      const again = verified === null ? known : null;
      const follows = again
        ? row.seq === again.seq && row.hash === again.hash
        : row.prevHash === (verified?.hash ?? FIRST);
      if (!follows || row.hash !== auditHash(row.prevHash, row)) return { brokenAt: again?.seq ?? row.seq, verified };
      verified = { seq: row.seq, hash: row.hash };
      headSeen ||= head?.seq === row.seq && head.hash === row.hash;
    }
    if (rows.length < ROWS_A_PAGE) break;
  }
  if (known && !verified) return { brokenAt: known.seq, verified };
  return { brokenAt: headSeen ? null : (verified?.seq ?? 0) + 1, verified };
}

export interface AuditChain {
  /** As ChainCheck's `brokenAt`. Reads only what is new since the last time, unless `whole` is asked for. */
  check(how?: { readonly whole?: boolean }): Promise<number | null>;
}

/** One a process: the first check reads the whole audit, later ones what was added since. */
export function createAuditChain(db: Db): AuditChain {
  let verified: Verified | null = null;
  let running: Promise<number | null> | undefined;
  const from = async (known: Verified | null): Promise<number | null> => {
    const checked = await verifyChain(db, known);
    if (checked.verified || !known) verified = checked.verified;
    return checked.brokenAt;
  };
  return {
    async check({ whole = false } = {}) {
      if (whole) {
        const before = verified;
        // The row remembered must be there still, whatever the rest says.
        return (await from(null)) ?? (before && (await from(before)));
      }
      running ??= from(verified).finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
