import type { OperationEvent } from "@aws-sdk/client-cloudformation";
import type { CallContext, InputOf } from "../../wire/handler";
import { findChangeSet } from "../change-set/find";
import type { ChangeSetRecord } from "../change-set/record";
import { invalid, noChangeSet, noStack } from "../errors";
import { type EventRecord, findStack, regionOf, type StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { eventView, pageOf } from "./events";

/**
 * DescribeEvents, the newer listing: by stack, change set or operation, newest first, optionally only what failed. A
 * change set's operation tells what its pre-deployment validation found.
 */
export function describeEvents(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "DescribeEvents">) {
  const { StackName, ChangeSetName, OperationId } = input;
  if (StackName === undefined && ChangeSetName === undefined && OperationId === undefined) {
    throw invalid("One of ChangeSetName, OperationId or StackName must be specified");
  }
  const region = regionOf(tools.kernel, ctx);
  const failed = input.Filters?.FailedEvents ?? false;
  const changeSet =
    ChangeSetName !== undefined
      ? findChangeSet(tools, ctx, ChangeSetName, StackName)
      : Object.values(region.changeSets).find((one) => one.operationId === (OperationId ?? ""));
  if (ChangeSetName !== undefined && !changeSet) throw noChangeSet(ChangeSetName);
  if (changeSet) {
    const all = changeSetEvents(changeSet);
    return { OperationEvents: failed ? all.filter((event) => event.EventType === "VALIDATION_ERROR") : all };
  }
  const stack =
    StackName !== undefined
      ? findStack(tools.kernel, ctx, StackName)
      : Object.values(region.stacks).find((one) => one.operations.some((operation) => operation.id === OperationId));
  if (!stack) throw noStack.brackets(StackName ?? OperationId ?? "");
  const events = stack.events.filter(
    (event) =>
      (OperationId === undefined || event.operationId === OperationId) && (!failed || event.status.endsWith("_FAILED")),
  );
  const { items, next } = pageOf(events, input.NextToken);
  const OperationEvents = items.map((event) => stackOperationEvent(stack, event));
  return { OperationEvents, ...(next === undefined ? {} : { NextToken: next }) };
}

function stackOperationEvent(stack: StackRecord, event: EventRecord): OperationEvent {
  const { StackName: _, ...rest } = eventView(stack, event);
  const type = stack.operations.find((operation) => operation.id === event.operationId)?.type;
  return stripped({
    ...rest,
    EventType: event.status.endsWith("_FAILED") ? ("PROVISIONING_ERROR" as const) : ("STACK_EVENT" as const),
    OperationType: type as OperationEvent["OperationType"],
    OperationStatus: event.physicalId === stack.stackId ? outcome(event.status, type) : undefined,
  });
}

/** How the operation stands after one of the stack's own events. A rollback is a failure unless it was asked for. */
function outcome(status: string, type: string | undefined): OperationEvent["OperationStatus"] {
  if (!/_(COMPLETE|FAILED)$/.test(status)) return "IN_PROGRESS";
  const undone = status.includes("ROLLBACK_COMPLETE") && type !== "ROLLBACK" && type !== "CONTINUE_ROLLBACK";
  return undone || status.endsWith("FAILED") ? "FAILED" : "SUCCEEDED";
}

function changeSetEvents(record: ChangeSetRecord): OperationEvent[] {
  const shared = {
    StackId: record.stackId,
    OperationId: record.operationId,
    OperationType: "CREATE_CHANGESET" as const,
  };
  const own = (at: number, OperationStatus: OperationEvent["OperationStatus"], ResourceStatusReason?: string) =>
    stripped({
      ...shared,
      EventId: `${record.operationId}-${OperationStatus}`,
      EventType: "STACK_EVENT" as const,
      Timestamp: new Date(at),
      OperationStatus,
      ResourceStatusReason,
    });
  const errors = (record.validations ?? []).map(
    (one): OperationEvent => ({
      ...shared,
      EventId: one.id,
      EventType: "VALIDATION_ERROR",
      LogicalResourceId: one.resource,
      PhysicalResourceId: "",
      ResourceType: one.type,
      Timestamp: new Date(one.at),
      ValidationFailureMode: "FAIL",
      ValidationName: one.name,
      ValidationStatus: "FAILED",
      ValidationStatusReason: one.reason,
      ValidationPath: one.path,
    }),
  );
  const end =
    record.endedAt === undefined
      ? []
      : [own(record.endedAt, record.status === "FAILED" ? "FAILED" : "SUCCEEDED", record.reason)];
  return [...end, ...errors.reverse(), own(record.createdAt, "IN_PROGRESS")];
}
