import "server-only";
import type { Aws } from "@/lib/aws/client";
import { describeStack, stackEvents } from "@/lib/aws/cloudformation";
import type { Database } from "@/lib/db/client";
import type { LogLine } from "@/lib/logs/types";
import type { StackRef } from "@/lib/place";
import type { ServiceObservation, Task } from "@/lib/services/types";
import { namesTheFault } from "@/lib/stacks/root-cause";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { RootCause, StackFacts } from "@/lib/stacks/types";
import { findCause } from "./cause";
import { checkpoint } from "./checkpoint";
import { finish } from "./finish";
import { judge, type Verdict } from "./judge";
import { settleStep } from "./settle";
import { interruptionOf, moveOperation, type Unsettled } from "./store";
import { showsTrouble } from "./trouble";

export interface StepContext {
  readonly db: Database;
  readonly aws: Aws;
  /** Read straight from AWS: how the targets of a stack's service are. */
  readonly observe: (ref: StackRef) => Promise<ServiceObservation>;
  /** The last log lines of a stopped task, oldest first. */
  readonly lastLines: (ref: StackRef, task: Task) => Promise<readonly LogLine[]>;
  /** How long targets must stay healthy, ms on the account's clock. */
  readonly settleMs: () => Promise<number>;
  /** How long they may take to get there. */
  readonly settleLimitMs: number;
  /** How long a request whose reply was lost may still turn up in the stack, ms. */
  readonly lostReplyMs?: number;
}

/** After a crash before AWS was asked nothing will come; after a lost reply AWS may still be at it. */
const ARRIVES_WITHIN_MS = 6_000;
const LOST_REPLY_ARRIVES_WITHIN_MS = 30_000;
/** An accepted operation that leaves no trace for this long cannot be told any more. */
const TRACE_WITHIN_MS = 60_000;
const EVENT_PAGES = 10;

/** Looks once and moves the operation on as far as what was seen allows. True when something changed. */
export async function stepOperation(ctx: StepContext, operation: Unsettled): Promise<boolean> {
  if (operation.state === "settling") return watchTargets(ctx, operation);
  const aws = ctx.aws.at(operation);
  const stack = await describeStack(aws, operation.stackId ?? operation.stack);
  if (operation.state === "accepted" && stack && STACK_STATUS[stack.status].moving) {
    return noteCause(ctx, operation, stack);
  }
  const events = stack ? await stackEvents(aws, stack.stackId, { maxPages: EVENT_PAGES }) : [];
  const interrupted = (await interruptionOf(ctx.db, operation)) !== null;
  const verdict = judge({ ...operation, stack, events, interrupted });
  if (operation.state === "intent") return settleIntent(ctx, operation, verdict, stack);
  return settleAccepted(ctx, operation, verdict, stack);
}

/** The verb that stored the intent is gone or has lost its reply: AWS's events say whether the request arrived. */
async function settleIntent(
  ctx: StepContext,
  operation: Unsettled,
  verdict: Verdict,
  stack: StackFacts | null,
): Promise<boolean> {
  if (verdict.kind !== "unseen" && stack) {
    return moveOperation(ctx.db, operation.id, ["intent"], { state: "accepted", stackId: stack.stackId, cause: null });
  }
  if (verdict.kind === "ended") return finish(ctx, operation, verdict.state, null);
  const lostReplyMs = ctx.lostReplyMs ?? LOST_REPLY_ARRIVES_WITHIN_MS;
  const patience = operation.cause ? lostReplyMs : ARRIVES_WITHIN_MS;
  if (operation.untouchedMs < patience) return false;
  const sentence = operation.cause
    ? "The request never reached AWS. Nothing was changed."
    : "Slipway was stopped before it had asked AWS. Nothing was changed.";
  return finish(ctx, operation, "failed", { sentence, evidence: [], nextStep: "Start it again." }, { deployed: false });
}

async function settleAccepted(
  ctx: StepContext,
  operation: Unsettled,
  verdict: Verdict,
  stack: StackFacts | null,
): Promise<boolean> {
  switch (verdict.kind) {
    case "moving":
      return false;
    case "unseen": {
      if (operation.untouchedMs < (stack ? TRACE_WITHIN_MS : ARRIVES_WITHIN_MS)) return false;
      const sentence = stack
        ? "AWS took the request, but the stack's events show nothing of it."
        : "The stack is gone: it was deleted outside Slipway.";
      return finish(ctx, operation, stack ? "unknown" : "failed", { sentence, evidence: [] });
    }
    case "complete": {
      checkpoint(operation.kind, "after-stack-end");
      const settle = {
        healthy: 0,
        wanted: 0,
        since: ctx.aws.at(operation).now(),
        neededMs: await ctx.settleMs(),
      };
      const moved = await moveOperation(ctx.db, operation.id, ["accepted"], { state: "settling", settle, cause: null });
      if (moved) await watchTargets(ctx, { ...operation, state: "settling", settle });
      return moved;
    }
    case "ended": {
      checkpoint(operation.kind, "after-stack-end");
      const cause = verdict.state === "succeeded" ? null : await findCause(ctx, operation, verdict.state);
      return finish(ctx, operation, verdict.state, cause);
    }
  }
}

async function watchTargets(ctx: StepContext, operation: Unsettled): Promise<boolean> {
  const now = ctx.aws.at(operation).now();
  const before = operation.settle ?? { healthy: 0, wanted: 0, since: now, neededMs: await ctx.settleMs() };
  let seen: ServiceObservation;
  try {
    seen = await ctx.observe(operation);
  } catch (error) {
    if (now - before.since <= ctx.settleLimitMs + before.neededMs) throw error;
    const sentence = "The stack has ended, but Slipway could not see whether its targets are healthy.";
    return finish(ctx, operation, "unknown", { sentence, evidence: [String(error)] });
  }
  const step = settleStep(before, seen, now, ctx.settleLimitMs);
  switch (step.kind) {
    case "healthy":
      checkpoint(operation.kind, "after-settled");
      return finish(ctx, operation, "succeeded", null, { healthyAt: now, digest: seen.digest, settle: step.settle });
    case "failed": {
      const found = await findCause(ctx, operation, "failed");
      const cause = found ?? { sentence: step.why, evidence: [] };
      return finish(ctx, operation, "failed", cause, { settle: step.settle });
    }
    case "watching":
      if (JSON.stringify(step.settle) === JSON.stringify(operation.settle)) return false;
      return moveOperation(ctx.db, operation.id, ["settling"], { settle: step.settle });
  }
}

/**
 * While the stack still moves: keeps why it will fail as soon as that can be seen. A stack that goes back takes its
 * tasks and their logs with it, so each look asks whether tasks fail, and what they say is read once.
 */
async function noteCause(ctx: StepContext, operation: Unsettled, stack: StackFacts): Promise<boolean> {
  if (operation.mechanism === "delete-stack" || namesTheFault(operation.cause)) return false;
  const look = async () => {
    if (/ROLLBACK/.test(stack.status)) return true;
    // Containers that ran for a while before they ended are not counted as failed by ECS.
    if (Math.floor(operation.untouchedMs / 1_000) % 5 === 4) return true;
    return showsTrouble(ctx.aws.at(operation), stack.stackId, operation.startedAt).catch(() => false);
  };
  if (!(await look())) return false;
  const cause = await findCause(ctx, operation, "failed");
  if (!cause || sameCause(cause, operation.cause)) return false;
  return moveOperation(ctx.db, operation.id, ["accepted"], { cause });
}

/** The same sentence may have got its evidence meanwhile. */
const sameCause = (a: RootCause, b: RootCause | undefined): boolean =>
  a.sentence === b?.sentence && namesTheFault(a) === namesTheFault(b);
