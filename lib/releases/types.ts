/** What was deployed: template version + parameters + image digest, by whom, why, and how it ended. */
export interface Release {
  readonly id: string;
  /** Counts up per stack: 1, 2, 3 … */
  readonly number: number;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly stackId: string;
  /** What people call it: the image tag, or the template's version where no parameter carries a tag. */
  readonly version: string;
  readonly image?: string;
  readonly digest?: string;
  readonly ami?: string;
  readonly templateSha256: string;
  readonly templateId?: string;
  readonly templateVersion?: string;
  /** NoEcho parameters are named in `secretParameters`; their values are never stored. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly secretParameters: readonly string[];
  /** The parameters that name the image: what a rollback sets back. Empty when the template does not say. */
  readonly imageParameters: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly by: string;
  readonly reason?: string;
  readonly at: number;
  readonly outcome: "running" | "succeeded" | "failed" | "rolled_back" | "unknown";
  /** When its targets had stayed healthy long enough; a rollback goes to the newest other release that has this. */
  readonly healthyAt?: number;
  /** When somebody had rolled back from it: it is no rollback's target again by itself, so two bad ones do not bounce. */
  readonly undoneAt?: number;
  readonly operationId?: string;
  /** "outside" when it was noticed, not made, by Slipway. */
  readonly origin: "slipway" | "outside";
  /** The release it went back to, for a rollback. */
  readonly rollbackOf?: string;
}

/** Two releases side by side. */
export interface ReleaseDiff {
  readonly templateChanged: boolean;
  readonly parameters: readonly { key: string; before?: string; after?: string }[];
  readonly digestChanged: boolean;
  readonly keptSecrets: readonly string[];
}
