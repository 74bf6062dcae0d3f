import { STACK_STATUS, stackStatus } from "./status";
import type { StackEvent } from "./types";

/** What one resource did in an operation, from its first event to its last. Times are ms since the epoch. */
export interface Span {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to?: number;
  /** AWS's own status of its newest event. */
  readonly status: string;
  readonly reason?: string;
}

/** One operation of a stack as its events tell it. */
export interface StackRun {
  /** CREATE, UPDATE, DELETE, ROLLBACK or UPDATE_ROLLBACK: how it began. */
  readonly verb: string;
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to?: number;
  readonly ended?: string;
  /** In the order in which they began. */
  readonly spans: readonly Span[];
}

const STACK_TYPE = "AWS::CloudFormation::Stack";
const BEGINS = /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/;
const DONE = /_(COMPLETE|FAILED|SKIPPED)$/;

/**
 * A stack's events (newest first) as its operations, newest first. Going back belongs to what went wrong: one run from the
 * click to the end. An operation whose beginning is no longer among the events is left out. Pure [aws-facts 1.1–1.6].
 */
export function stackRuns(stack: string, events: readonly StackEvent[]): StackRun[] {
  const runs: StackRun[] = [];
  let begun: { verb: string; from: number; spans: Map<string, Span> } | undefined;
  for (const event of events.toReversed()) {
    if (event.type === STACK_TYPE && event.logicalId === stack) {
      const verb = BEGINS.exec(event.status)?.[1];
      // "Eventual consistency check initiated" repeats the status within one operation [aws-facts 1.10].
      if (verb && begun?.verb !== verb) {
        if (begun) runs.push({ ...begun, spans: [...begun.spans.values()] });
        begun = { verb, from: event.at, spans: new Map() };
      } else if (begun && !STACK_STATUS[stackStatus(event.status)].moving) {
        runs.push({ ...begun, to: event.at, ended: event.status, spans: [...begun.spans.values()] });
        begun = undefined;
      }
    } else if (begun) {
      const known = begun.spans.get(event.logicalId);
      begun.spans.set(event.logicalId, next(known, event));
    }
  }
  if (begun) runs.push({ ...begun, spans: [...begun.spans.values()] });
  return runs.reverse();
}

function next(known: Span | undefined, event: StackEvent): Span {
  const over = DONE.test(event.status);
  return {
    logicalId: event.logicalId,
    type: event.type,
    physicalId: event.physicalId || known?.physicalId,
    from: known?.from ?? event.at,
    to: over ? event.at : undefined,
    status: event.status,
    // The first cause stays in sight while its resource is cleaned up.
    reason: event.reason ?? (over ? undefined : known?.reason),
  };
}

/** How long the same took the last time it ended well, ms; undefined the first time. `runs` newest first. */
export function lastTime(runs: readonly StackRun[], logicalId?: string): number | undefined {
  const [now, ...before] = runs;
  if (!now) return undefined;
  for (const run of before) {
    if (run.verb !== now.verb || run.to === undefined || run.ended !== `${run.verb}_COMPLETE`) continue;
    if (logicalId === undefined) return run.to - run.from;
    const span = run.spans.find((one) => one.logicalId === logicalId);
    if (span?.to !== undefined && /_COMPLETE$/.test(span.status)) return span.to - span.from;
  }
  return undefined;
}
