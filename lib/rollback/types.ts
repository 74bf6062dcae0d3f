import type { Release, ReleaseDiff } from "@/lib/releases/types";

export type RollbackMechanism = "update-stack" | "cancel-update" | "continue-update-rollback" | "delete-stack";

/** What pressing the button will do, decided by one pure function. */
export interface RollbackPlan {
  readonly allowed: true;
  readonly mechanism: RollbackMechanism;
  /** e.g. "Roll back to 1.4.2", "Cancel update and return to 1.4.2", "Delete the failed stack". */
  readonly label: string;
  readonly target?: Release;
  readonly current?: Release;
  readonly diff?: ReleaseDiff;
  readonly steps: readonly { title: string; detail: string }[];
  readonly warnings: readonly string[];
  readonly restartsTasks: number;
  readonly interruptsService: boolean;
  readonly lastTookMs?: number;
  readonly stackId: string;
  /** Status and last-updated time the plan was made for; another one makes it stale. */
  readonly basis: string;
}

export interface RollbackRefused {
  readonly allowed: false;
  readonly label: string;
  readonly why: string;
  readonly nextStep?: string;
}

export type RollbackDecision = RollbackPlan | RollbackRefused;
