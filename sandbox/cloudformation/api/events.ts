import type { OperationEvent, StackEvent } from "@aws-sdk/client-cloudformation";
import type { CallContext, InputOf } from "../../wire/handler";
import { invalid, noStack } from "../errors";
import { type EventRecord, findStack, regionOf, type StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { refuseName } from "./accept";

const PAGE = 100;

function shape(stack: StackRecord, event: EventRecord): StackEvent {
  return stripped({
    StackId: stack.stackId,
    EventId: event.id,
    StackName: stack.name,
    OperationId: event.operationId === "" ? undefined : event.operationId,
    LogicalResourceId: event.resource,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status as StackEvent["ResourceStatus"],
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
    DetailedStatus: event.detailed as StackEvent["DetailedStatus"],
  });
}

const pages = new WeakMap<EventRecord, StackEvent[]>();

/** Events never change, so a page is made once (and, being frozen, written once): pollers ask for it again and again. */
function shapesOf(stack: StackRecord, items: readonly EventRecord[]): StackEvent[] {
  const [newest] = items;
  const known = newest && pages.get(newest);
  if (!newest || known?.length === items.length) return known ?? [];
  const made = items.map((event) => shape(stack, event));
  Object.freeze(made);
  pages.set(newest, made);
  return made;
}

/** A page of events, newest first. Tokens name an event, so that new events do not shift the pages. */
function pageOf(events: readonly EventRecord[], token: string | undefined): { items: EventRecord[]; next?: string } {
  const newest = [...events].reverse();
  let start = 0;
  if (token !== undefined && token !== "") {
    const id = Buffer.from(token, "base64url").toString("utf8");
    start = newest.findIndex((event) => event.id === id);
    if (start < 0) throw invalid("The specified NextToken is invalid.");
  }
  const following = newest[start + PAGE];
  return {
    items: newest.slice(start, start + PAGE),
    ...(following ? { next: Buffer.from(following.id).toString("base64url") } : {}),
  };
}

export function describeStackEvents(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DescribeStackEvents">,
) {
  refuseName(input.StackName);
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.brackets(input.StackName);
  const { items, next } = pageOf(stack.events, input.NextToken);
  return { StackEvents: shapesOf(stack, items), ...(next === undefined ? {} : { NextToken: next }) };
}

/** The newer listing: by stack or operation, optionally only what failed. */
export function describeEvents(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "DescribeEvents">) {
  const region = regionOf(tools.kernel, ctx);
  const stack =
    input.StackName !== undefined
      ? findStack(tools.kernel, ctx, input.StackName)
      : Object.values(region.stacks).find((one) => one.operations.some((op) => op.id === input.OperationId));
  if (!stack) throw noStack.brackets(input.StackName ?? input.OperationId ?? "");
  const events = stack.events.filter(
    (event) =>
      (input.OperationId === undefined || event.operationId === input.OperationId) &&
      (!input.Filters?.FailedEvents || event.status.endsWith("_FAILED")),
  );
  const { items, next } = pageOf(events, input.NextToken);
  const OperationEvents: OperationEvent[] = items.map((event) => {
    const { StackName: _, ...rest } = shape(stack, event);
    const type = stack.operations.find((operation) => operation.id === event.operationId)?.type;
    return stripped({
      ...rest,
      EventType: event.status.endsWith("_FAILED") ? ("PROVISIONING_ERROR" as const) : ("STACK_EVENT" as const),
      OperationType: type as OperationEvent["OperationType"],
    });
  });
  return { OperationEvents, ...(next === undefined ? {} : { NextToken: next }) };
}
