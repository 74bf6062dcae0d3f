import { STACK_STATUS } from "./status";
import type { StackFacts } from "./types";

/** What an abort would do now, or why nothing can be done. */
export type AbortChoice =
  | { readonly api: "CancelUpdateStack" | "DeleteStack"; readonly label: string; readonly follows: string }
  | { readonly api: null; readonly why: string };

/**
 * The one API that stops what a stack is doing [aws-facts 1.3, 1.5, 1.6]: an update is cancelled, a creation can only be
 * deleted, and what goes back or is deleted already cannot be stopped. Null for a stack at rest. Pure.
 */
export function abortChoice({ status, name }: Pick<StackFacts, "status" | "name">): AbortChoice | null {
  switch (status) {
    case "UPDATE_IN_PROGRESS":
      return {
        api: "CancelUpdateStack",
        label: "Cancel the update",
        follows:
          "CloudFormation stops, and sets everything it has changed back to how it was. The version before goes on serving meanwhile. It cannot be stopped again once it goes back.",
      };
    case "CREATE_IN_PROGRESS":
      return {
        api: "DeleteStack",
        label: "Stop and delete",
        follows: `A stack that is being created cannot be cancelled, only deleted: everything ${name} has made so far is removed, its logs too. The name is free afterwards, so you can launch it again.`,
      };
    case "DELETE_IN_PROGRESS":
      return { api: null, why: "It is being deleted, and AWS has no way to stop that." };
    case "ROLLBACK_IN_PROGRESS":
      return {
        api: null,
        why: "It is being cleaned up already; AWS has no way to stop that. Delete it when that is done.",
      };
    case "UPDATE_ROLLBACK_IN_PROGRESS":
    case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS":
      return { api: null, why: "It is going back to how it was already; AWS has no way to stop that." };
    case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
      return { api: null, why: "The update is done, only what is no longer needed is removed. To undo it, roll back." };
    default:
      return STACK_STATUS[status].moving ? { api: null, why: "AWS has no way to stop this." } : null;
  }
}
