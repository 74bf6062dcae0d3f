import type { StackEvent } from "@aws-sdk/client-cloudformation";
import type { CallContext, InputOf } from "../../wire/handler";
import { invalid, noStack } from "../errors";
import { type EventRecord, findStack, type StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { refuseName } from "./accept";

const PAGE = 100;

export function eventView(stack: StackRecord, event: EventRecord): StackEvent {
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
  const made = items.map((event) => eventView(stack, event));
  Object.freeze(made);
  pages.set(newest, made);
  return made;
}

/** A page of events, newest first. Tokens name an event, so that new events do not shift the pages. */
export function pageOf(
  events: readonly EventRecord[],
  token: string | undefined,
): { items: EventRecord[]; next?: string } {
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
