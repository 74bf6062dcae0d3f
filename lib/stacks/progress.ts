import { STACK_STATUS } from "./status";
import type { StackEvent, StackFacts, StackProgress, StackResource } from "./types";

const DONE = /_(COMPLETE|FAILED|SKIPPED)$/;
const MAX_WAITING = 5;

/**
 * How far the operation under way is: `n of m` resources and what it waits for; null while the stack rests.
 * `events` newest first; `planned` are the logical ids that a launch or change set will touch, when known (a launch
 * lists a resource only once it has begun). Pure.
 */
export function stackProgress(
  stack: StackFacts,
  events: readonly StackEvent[],
  resources: readonly StackResource[],
  now: number,
  planned: readonly string[] = [],
): StackProgress | null {
  if (!STACK_STATUS[stack.status].moving) return null;
  const since = operationStart(stack, events);
  const touched = new Map<string, { event: StackEvent; since: number }>();
  for (const event of since.toReversed()) {
    if (isStack(event, stack)) continue;
    const known = touched.get(event.logicalId);
    // A repeated IN_PROGRESS ("Eventual consistency check initiated") is progress of the same step.
    const again = known && known.event.status === event.status;
    touched.set(event.logicalId, { event, since: again ? known.since : event.at });
  }
  const total = new Set([...planned, ...touched.keys(), ...idsOf(stack, resources)]).size;
  const waiting = [...touched.values()].filter(({ event }) => !DONE.test(event.status));
  return {
    done: touched.size - waiting.length,
    total,
    waitingFor: waiting
      .sort((a, b) => a.since - b.since)
      .slice(0, MAX_WAITING)
      .map(({ event, since: begun }) => ({
        logicalId: event.logicalId,
        type: event.type,
        sinceMs: Math.max(0, now - begun),
      })),
  };
}

/** A create or delete touches every resource; an update only what it names in its events. */
function idsOf(stack: StackFacts, resources: readonly StackResource[]): string[] {
  const all = /^(CREATE|DELETE|ROLLBACK)_/.test(stack.status);
  return all ? resources.map(({ logicalId }) => logicalId) : [];
}

/** The events of the operation under way, newest first: down to the stack's last event that began one. */
export function operationStart(stack: StackFacts, events: readonly StackEvent[]): readonly StackEvent[] {
  const begun = events.findIndex((event) => isStack(event, stack) && BEGINS.test(event.status) && !isRepeat(event));
  return begun < 0 ? events : events.slice(0, begun + 1);
}

const BEGINS = /^(CREATE|UPDATE|DELETE|ROLLBACK|UPDATE_ROLLBACK)_IN_PROGRESS$/;
const isRepeat = (event: StackEvent): boolean => /^(Eventual consistency|Transformation)/.test(event.reason ?? "");

const isStack = (event: StackEvent, stack: StackFacts): boolean =>
  event.type === "AWS::CloudFormation::Stack" && (event.physicalId === stack.stackId || event.logicalId === stack.name);
