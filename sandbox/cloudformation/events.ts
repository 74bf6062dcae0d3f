import type { ResourceStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import type { EventRecord, ResourceRecord, StackRecord } from "./state";
import { stripped } from "./template/model";
import type { Mapping } from "./template/values";
import type { Tools } from "./tools";

const STACK_TYPE = "AWS::CloudFormation::Stack";

/** The next instant for an event: events of one stack never share a millisecond, so their order is in their times. */
function instant(tools: Tools, stack: StackRecord): number {
  return Math.max(tools.kernel.now(), (stack.events.at(-1)?.at ?? 0) + 1);
}

/** Sets the stack's status and writes the event for it. Only stacks' events have a bare UUID as id [aws-facts 1.1]. */
export function stackEvent(tools: Tools, stack: StackRecord, status: StackStatus, reason?: string): void {
  stack.status = status;
  if (reason === undefined) delete stack.reason;
  else stack.reason = reason;
  push(stack, {
    id: tools.kernel.uuid(),
    at: instant(tools, stack),
    resource: stack.name,
    type: STACK_TYPE,
    physicalId: stack.stackId,
    status,
    ...(reason === undefined ? {} : { reason }),
  });
}

export interface ResourceEvent {
  readonly id: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: ResourceStatus;
  readonly reason?: string;
  readonly properties?: Mapping;
  readonly detailed?: "CONFIGURATION_COMPLETE";
}

/** Writes a resource's event and, when `record` is given, keeps its state for DescribeStackResources. */
export function resourceEvent(tools: Tools, stack: StackRecord, event: ResourceEvent, record?: ResourceRecord): void {
  const at = instant(tools, stack);
  push(stack, {
    id: `${event.id}-${event.status}-${new Date(at).toISOString()}`,
    at,
    resource: event.id,
    type: event.type,
    physicalId: event.physicalId,
    status: event.status,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.properties === undefined ? {} : { properties: JSON.stringify(event.properties) }),
    ...(event.detailed === undefined ? {} : { detailed: event.detailed }),
  });
  if (!record) return;
  record.status = event.status;
  record.at = at;
  if (event.reason === undefined) delete record.reason;
  else record.reason = event.reason;
}

function push(stack: StackRecord, event: Omit<EventRecord, "operationId" | "token">): void {
  const token = stack.operation?.token;
  stack.events.push(stripped({ ...event, operationId: stack.operation?.id ?? "", token }));
}
