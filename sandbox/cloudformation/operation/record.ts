import type { Tag } from "@aws-sdk/client-cloudformation";
import type { StackContent } from "../state";
import type { Mapping } from "../template/values";

export type OperationType = "CREATE_STACK" | "UPDATE_STACK" | "DELETE_STACK" | "CONTINUE_ROLLBACK" | "ROLLBACK";

/**
 * Where an operation is. `check` and `forward` do what was asked, `back` undoes it after a failure; the two clean-ups
 * delete what is no longer part of the stack.
 */
export type Phase = "check" | "forward" | "back" | "cleanup" | "back-cleanup";

/**
 * What happens to one resource in a phase. `replace` creates anew and leaves the old one to the clean-up; `restore` gives
 * back what it was before the update.
 */
export type TaskKind = "create" | "update" | "replace" | "delete" | "restore";

export interface Task {
  readonly key: string;
  readonly resource: string;
  readonly type: string;
  /** Decided when the task starts, since only then the properties are known. */
  kind?: TaskKind;
  /** Keys of tasks that must be over before this one starts. */
  readonly needs: readonly string[];
  state: "waiting" | "running" | "done" | "failed" | "cancelled" | "skipped";
  physicalId: string;
  properties: Mapping;
  /** The next thing to do; counts up, so that an event left over from before is told apart. */
  step: number;
  stage: "begin" | "act" | "poll";
  startedAt: number;
  attempts: number;
  /** Whatever the provider wants to remember between calls. */
  scratch?: unknown;
  signals?: { id: string; status: string }[];
  /** What the resource was when the task began; a replacement leaves it to the clean-up. */
  previous?: { leftover: Leftover; tags: Tag[] };
  /** Deletions: not deleted but left, with a DELETE_SKIPPED event. */
  retain?: boolean;
  /** Set once "Eventual consistency check initiated" was said. */
  announced?: boolean;
}

/** A running operation: a state machine whose state is plain data, so that it goes on after a restart. */
export interface Operation {
  readonly id: string;
  readonly type: OperationType;
  readonly token?: string;
  readonly startedAt: number;
  phase: Phase;
  tasks: Record<string, Task>;
  /** What the stack was before; missing for a creation. */
  before?: StackContent;
  /** Resources that failed, in the order they did, cancelled ones included. */
  failedToCreate: string[];
  failedToUpdate: string[];
  failedToDelete: string[];
  /** Physical resources that no longer belong to the stack, to delete in the clean-up. */
  leftovers: Leftover[];
  /** Stays where it failed instead of rolling back. */
  keepOnFailure: boolean;
  /** A failure that was seen; the way back starts a moment later. */
  failing?: boolean;
  /** The reason of the stack's own rollback event, when it is not a list of resources. */
  stackReason?: string;
  skip?: string[];
  /** The stack policy that holds for this update, as JSON text. */
  policy?: string;
  /** Everything is deployed, and the rollback triggers are watched until then. */
  monitorUntil?: number;
  changeSetId?: string;
}

export interface Leftover {
  readonly resource: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Mapping;
  readonly needs: readonly string[];
  readonly retain: boolean;
}
