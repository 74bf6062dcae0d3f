import type { StackStatus, StatusMeaning } from "./types";

/** Every status CloudFormation gives a stack, in words. Pure: pages use it too. */
export const STACK_STATUS: Record<StackStatus, StatusMeaning> = {
  CREATE_IN_PROGRESS: { moving: true, tone: "busy", words: "Launching" },
  CREATE_FAILED: { moving: false, tone: "bad", words: "Launch failed" },
  CREATE_COMPLETE: { moving: false, tone: "ok", words: "Launched" },
  ROLLBACK_IN_PROGRESS: { moving: true, tone: "bad", words: "Launch failed, cleaning up" },
  ROLLBACK_FAILED: { moving: false, tone: "bad", words: "Launch failed, clean-up too" },
  ROLLBACK_COMPLETE: { moving: false, tone: "bad", words: "Launch failed, cleaned up" },
  DELETE_IN_PROGRESS: { moving: true, tone: "busy", words: "Deleting" },
  DELETE_FAILED: { moving: false, tone: "bad", words: "Delete failed" },
  DELETE_COMPLETE: { moving: false, tone: "muted", words: "Deleted" },
  UPDATE_IN_PROGRESS: { moving: true, tone: "busy", words: "Updating" },
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: { moving: true, tone: "busy", words: "Updated, cleaning up" },
  UPDATE_COMPLETE: { moving: false, tone: "ok", words: "Updated" },
  UPDATE_FAILED: { moving: false, tone: "bad", words: "Update failed, left as it is" },
  UPDATE_ROLLBACK_IN_PROGRESS: { moving: true, tone: "warn", words: "Update failed, going back" },
  UPDATE_ROLLBACK_FAILED: { moving: false, tone: "bad", words: "Going back failed" },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: { moving: true, tone: "warn", words: "Gone back, cleaning up" },
  UPDATE_ROLLBACK_COMPLETE: { moving: false, tone: "warn", words: "Gone back to the version before" },
  REVIEW_IN_PROGRESS: { moving: false, tone: "muted", words: "Planned, never launched" },
  UNKNOWN: { moving: false, tone: "warn", words: "A status Slipway does not know" },
};

/** AWS's text as one of ours; what we do not know (import statuses, new ones) is UNKNOWN. */
export function stackStatus(text: string | undefined): StackStatus {
  return text !== undefined && Object.hasOwn(STACK_STATUS, text) ? (text as StackStatus) : "UNKNOWN";
}
