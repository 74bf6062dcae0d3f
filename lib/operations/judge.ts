import { STACK_STATUS, stackStatus } from "@/lib/stacks/status";
import type { StackEvent, StackFacts, StackStatus } from "@/lib/stacks/types";
import type { Mechanism, OperationState } from "./types";

export type Verdict =
  /** The stack is still at it. */
  | { readonly kind: "moving" }
  /** Nothing of this operation can be seen in the stack (yet). */
  | { readonly kind: "unseen" }
  /** The stack ended as meant; targets are next. */
  | { readonly kind: "complete" }
  | { readonly kind: "ended"; readonly state: Exclude<OperationState, "intent" | "accepted" | "settling"> };

export interface Evidence {
  readonly mechanism: Mechanism;
  readonly clientToken: string;
  /** When it was asked for, on the account's clock, ms. */
  readonly startedAt: number;
  /** null: no such stack. */
  readonly stack: StackFacts | null;
  /** Newest first, at least back to the start. */
  readonly events: readonly StackEvent[];
  /** A cancel or delete was started after it. */
  readonly interrupted: boolean;
}

/** An emulator may know no client tokens: then what happened since is taken for ours, with this slack of clocks. */
const SLACK_MS = 3_000;
const GOES_BACK: ReadonlySet<Mechanism> = new Set(["cancel-update", "continue-update-rollback"]);
const ROLLING = /^UPDATE_ROLLBACK_/;

/** What has become of an operation. Pure: the stack's own events decide, by their client token. */
export function judge(evidence: Evidence): Verdict {
  const { mechanism, stack, events, clientToken, startedAt } = evidence;
  if (!stack) return mechanism === "delete-stack" ? ended("succeeded") : { kind: "unseen" };
  const ofStack = events.filter((event) => event.physicalId === stack.stackId || isStackEvent(event, stack));
  const tokens = ofStack.some((event) => event.clientToken !== undefined);
  const recent = (event: StackEvent) => event.at >= startedAt - SLACK_MS;
  const first = tokens
    ? (ofStack.findLast((event) => event.clientToken === clientToken) ??
      // What a cancel sets off may still carry the token of the update it cancels.
      (GOES_BACK.has(mechanism) ? ofStack.findLast((event) => recent(event) && ROLLING.test(event.status)) : undefined))
    : ofStack.findLast(recent);
  if (!first) return { kind: "unseen" };
  const newest = ofStack[0];
  const status = stackStatus(newest?.status);
  if (STACK_STATUS[status].moving || STACK_STATUS[stack.status].moving) return { kind: "moving" };
  return conclude(mechanism, status === "UNKNOWN" ? stack.status : status, evidence.interrupted);
}

const isStackEvent = (event: StackEvent, stack: StackFacts): boolean =>
  event.type === "AWS::CloudFormation::Stack" && event.logicalId === stack.name;

const ended = (state: Extract<Verdict, { kind: "ended" }>["state"]): Verdict => ({ kind: "ended", state });

/** What an end status means for what was asked. */
function conclude(mechanism: Mechanism, status: StackStatus, interrupted: boolean): Verdict {
  switch (mechanism) {
    case "create-stack":
      if (status === "CREATE_COMPLETE") return { kind: "complete" };
      return ended(interrupted ? "cancelled" : "failed");
    case "update-stack":
    case "execute-change-set":
      if (status === "UPDATE_COMPLETE") return { kind: "complete" };
      if (status === "UPDATE_ROLLBACK_COMPLETE") return ended(interrupted ? "cancelled" : "rolled_back");
      return ended("failed");
    case "cancel-update":
    case "continue-update-rollback":
      return status === "UPDATE_ROLLBACK_COMPLETE" ? { kind: "complete" } : ended("failed");
    case "delete-stack":
      return ended(status === "DELETE_COMPLETE" ? "succeeded" : "failed");
  }
}
