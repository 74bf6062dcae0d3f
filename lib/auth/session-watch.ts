import "server-only";
import type { Clock } from "@/lib/clock";
import { type Role, roleAtLeast, type Session } from "./types";

/** A check that takes longer counts as no answer. */
const PATIENCE_MS = 5_000;
/** A stream goes on this long without one answer: the embedded database restarts in seconds. */
const UNANSWERED_MS = 60_000;

/**
 * For streams, asked every few seconds: false once the session is gone, its role is too low, or the database has not
 * said for a minute that it is still there. A database that is away for a moment closes nobody's stream; one that hangs
 * holds none of somebody signed out. Times by `clock`, ms.
 */
export function watchSession(
  clock: Clock,
  find: () => Promise<Session | null>,
  role: Role = "viewer",
): () => Promise<boolean> {
  let answeredAt = clock.now();
  return async () => {
    const late = new AbortController();
    const answer = await Promise.race([
      find().catch(() => undefined),
      clock.sleep(PATIENCE_MS, late.signal).then(() => undefined),
    ]);
    late.abort();
    if (answer === undefined) return clock.now() - answeredAt < UNANSWERED_MS;
    answeredAt = clock.now();
    return answer !== null && roleAtLeast(answer.role, role);
  };
}
