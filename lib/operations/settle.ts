import type { ServiceObservation } from "@/lib/services/types";
import type { SettleState } from "./types";

export type SettleStep =
  | { readonly kind: "watching"; readonly settle: SettleState }
  | { readonly kind: "healthy"; readonly settle: SettleState }
  | { readonly kind: "failed"; readonly settle: SettleState; readonly why: string };

/**
 * One look at the targets after the stack has ended. Healthy means: all wanted ones, of the primary deployment, without
 * a gap for `neededMs`. Not so within `limitMs` since the stack's end, or a failed deployment, is a failure. Pure.
 */
export function settleStep(before: SettleState, seen: ServiceObservation, now: number, limitMs: number): SettleStep {
  const { healthy, wanted } = seen;
  if (!seen.hasService) return { kind: "healthy", settle: { ...before, healthy: 0, wanted: 0 } };
  const allHealthy = wanted > 0 && healthy >= wanted && seen.rollout !== "IN_PROGRESS";
  const allHealthySince = allHealthy ? (before.allHealthySince ?? now) : undefined;
  const settle: SettleState = { since: before.since, neededMs: before.neededMs, healthy, wanted, allHealthySince };
  if (seen.rollout === "FAILED") {
    return { kind: "failed", settle, why: seen.rolloutReason ?? "The ECS deployment failed." };
  }
  if (allHealthySince !== undefined && now - allHealthySince >= before.neededMs) return { kind: "healthy", settle };
  if (now - before.since > limitMs + before.neededMs) {
    const why = `The stack is updated, but only ${healthy} of ${wanted} targets are healthy and they did not stay so.`;
    return { kind: "failed", settle, why };
  }
  return { kind: "watching", settle };
}
