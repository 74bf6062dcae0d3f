/** Our own picture of a CloudFormation stack. Times are ms since the epoch. No SDK types past lib/aws. */

export type StackStatus =
  | "CREATE_IN_PROGRESS"
  | "CREATE_FAILED"
  | "CREATE_COMPLETE"
  | "ROLLBACK_IN_PROGRESS"
  | "ROLLBACK_FAILED"
  | "ROLLBACK_COMPLETE"
  | "DELETE_IN_PROGRESS"
  | "DELETE_FAILED"
  | "DELETE_COMPLETE"
  | "UPDATE_IN_PROGRESS"
  | "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
  | "UPDATE_COMPLETE"
  | "UPDATE_FAILED"
  | "UPDATE_ROLLBACK_IN_PROGRESS"
  | "UPDATE_ROLLBACK_FAILED"
  | "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
  | "UPDATE_ROLLBACK_COMPLETE"
  | "REVIEW_IN_PROGRESS"
  | "UNKNOWN";

/** What a status means for a person: is it moving, did it end well. Every status has a row; a test says so. */
export interface StatusMeaning {
  readonly moving: boolean;
  readonly tone: Tone;
  readonly words: string;
}

/** How something is drawn; never by colour alone. */
export type Tone = "ok" | "warn" | "bad" | "busy" | "muted";

export interface StackParameter {
  readonly key: string;
  /** "****" for NoEcho, as AWS answers it. */
  readonly value: string;
  readonly resolvedValue?: string;
}

export interface StackFacts {
  readonly stackId: string;
  readonly name: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly parameters: readonly StackParameter[];
  readonly outputs: readonly { key: string; value: string; description?: string }[];
  readonly tags: readonly { key: string; value: string }[];
  readonly terminationProtection: boolean;
  readonly capabilities: readonly string[];
}

export interface StackEvent {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly clientToken?: string;
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly updatedAt: number;
}

/** `done` of `total` resources of the operation under way, and what it waits for. */
export interface StackProgress {
  readonly done: number;
  readonly total: number;
  readonly waitingFor: readonly { logicalId: string; type: string; sinceMs: number }[];
}

/** The first cause of a failed operation in plain words, with where it was seen and the next step. */
export interface RootCause {
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly nextStep?: string;
}

/** A property-level change of a change set, for people. */
export interface ResourceChange {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly action: "Add" | "Modify" | "Remove" | "Import" | "Dynamic";
  readonly replacement: "True" | "False" | "Conditional" | null;
  readonly properties: readonly {
    path: string;
    before?: string;
    after?: string;
    cause?: string;
    requiresRecreation?: string;
  }[];
}

export interface ChangeSetFacts {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly status: "CREATE_PENDING" | "CREATE_IN_PROGRESS" | "CREATE_COMPLETE" | "FAILED" | "DELETED";
  readonly executable: boolean;
  readonly noChanges: boolean;
  readonly statusReason?: string;
  readonly createdAt: number;
  /** The stack's parameters as they will be; NoEcho ones as "****". */
  readonly parameters: readonly StackParameter[];
  readonly changes: readonly ResourceChange[];
}
