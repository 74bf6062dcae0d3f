import type { StackStatus } from "@aws-sdk/client-cloudformation";
import { stackEvent } from "../events";
import { placeOfStack, regionOf } from "../state";
import type { Environment } from "./environment";

/** Ends the operation: the stack's last event, and what its end means for names and change sets. */
export function finish({ tools, stack, operation }: Environment, status: StackStatus, reason?: string): void {
  stackEvent(tools, stack, status, reason);
  const region = regionOf(tools.kernel, placeOfStack(stack.stackId));
  if (status === "DELETE_COMPLETE") {
    if (region.names[stack.name] === stack.stackId) delete region.names[stack.name];
    stack.deletedAt = tools.kernel.now();
    stack.outputs = [];
  }
  const changeSet = operation.changeSetId === undefined ? undefined : region.changeSets[operation.changeSetId];
  if (changeSet) {
    changeSet.executionStatus = ["CREATE_COMPLETE", "UPDATE_COMPLETE"].includes(status)
      ? "EXECUTE_COMPLETE"
      : "EXECUTE_FAILED";
  }
  if (["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "DELETE_COMPLETE"].includes(status)) delete stack.unfinished;
  if (/FAILED|ROLLBACK|DELETE/.test(status)) delete stack.changeSetId;
  delete stack.operation;
}
