import "server-only";
import type { Aws } from "@/lib/aws/client";
import type { Database } from "@/lib/db/client";
import { forgetRelease, markRelease, markUndone } from "@/lib/releases/record";
import type { RootCause } from "@/lib/stacks/types";
import { moveOperation } from "./store";
import type { Operation, OperationState, SettleState } from "./types";

type EndState = Exclude<OperationState, "intent" | "accepted" | "settling">;

interface EndDetails {
  readonly healthyAt?: number;
  /** The digest that was seen running. */
  readonly digest?: string;
  readonly settle?: SettleState;
  /** False when AWS never got it: its release was never there. */
  readonly deployed?: boolean;
}

/** Ends an operation and its release in one transaction. False when another process had ended it. */
export function finish(
  { db, aws }: { db: Database; aws: Aws },
  operation: Operation,
  state: EndState,
  cause: RootCause | null,
  details: EndDetails = {},
): Promise<boolean> {
  const endedAt = aws.at(operation).now();
  return db.transaction(async (tx) => {
    const settle = details.settle ?? operation.settle;
    const moved = await moveOperation(tx, operation.id, [operation.state], { state, endedAt, cause, settle });
    if (!moved) return false;
    const { toReleaseId, fromReleaseId, stackId } = operation;
    if (toReleaseId && details.deployed === false) await forgetRelease(tx, toReleaseId);
    else if (toReleaseId) {
      const outcome = state === "cancelled" ? "rolled_back" : state;
      const { healthyAt, digest } = details;
      await markRelease(tx, toReleaseId, { outcome, healthyAt, digest, ...(stackId ? { stackId } : {}) });
    }
    // What was left behind by a rollback is never a rollback's target again by itself: two bad ones must not bounce.
    if (operation.kind === "rollback" && state === "succeeded" && fromReleaseId && fromReleaseId !== toReleaseId) {
      await markUndone(tx, fromReleaseId, endedAt);
    }
    return true;
  });
}
