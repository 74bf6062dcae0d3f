import type { Difference } from "./compare";

/** What a check found of one resource. Times are ms since the epoch; properties are JSON text. */
export interface ResourceDrift {
  readonly status: "IN_SYNC" | "MODIFIED" | "DELETED";
  readonly at: number;
  readonly expected: string;
  readonly actual?: string;
  readonly differences: readonly Difference[];
}

export interface StackDrift {
  readonly status: "IN_SYNC" | "DRIFTED";
  readonly at: number;
}

/** One run of DetectStackDrift. */
export interface DriftDetection {
  readonly id: string;
  readonly stackId: string;
  readonly startedAt: number;
  /** The resources asked for; all when missing. */
  readonly resources?: readonly string[];
  status: "DETECTION_IN_PROGRESS" | "DETECTION_COMPLETE" | "DETECTION_FAILED";
  reason?: string;
  drift?: StackDrift["status"];
  drifted?: number;
}
