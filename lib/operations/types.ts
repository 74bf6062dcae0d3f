import type { RootCause } from "@/lib/stacks/types";

export type OperationKind = "launch" | "update" | "deploy" | "rollback" | "delete" | "cancel";

/** The AWS call an operation stands on; its end is judged by it. */
export type Mechanism =
  | "create-stack"
  | "update-stack"
  | "execute-change-set"
  | "cancel-update"
  | "continue-update-rollback"
  | "delete-stack";

/**
 * intent: stored, AWS not called yet. accepted: AWS took it. settling: the stack ended, targets are being watched.
 * The last five are ends; "unknown" is said, never resent.
 */
export type OperationState =
  | "intent"
  | "accepted"
  | "settling"
  | "succeeded"
  | "failed"
  | "rolled_back"
  | "cancelled"
  | "unknown";

export const ENDED: readonly OperationState[] = ["succeeded", "failed", "rolled_back", "cancelled", "unknown"];

/** How far the watching of targets has come. Times are the account's, ms. */
export interface SettleState {
  readonly healthy: number;
  readonly wanted: number;
  /** Since when the stack has ended and targets are watched. */
  readonly since: number;
  readonly allHealthySince?: number;
  readonly neededMs: number;
}

/** One launch, update, rollback or delete, from click to end. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly mechanism: Mechanism;
  readonly state: OperationState;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly stackId?: string;
  readonly clientToken: string;
  readonly by: string;
  readonly reason?: string;
  /** e.g. "Deploy 1.5.0", "Roll back to 1.4.2". */
  readonly title: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** While settling: how many of how many targets are healthy and since when (ms) all are. */
  readonly settle?: SettleState;
  readonly cause?: RootCause;
  /** Logical ids of the resources it will touch, when that was known beforehand. */
  readonly planned?: readonly string[];
  readonly fromReleaseId?: string;
  readonly toReleaseId?: string;
}
