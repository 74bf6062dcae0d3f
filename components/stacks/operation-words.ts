import { ENDED, type Operation, type OperationState } from "@/lib/operations/types";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts, Tone } from "@/lib/stacks/types";

/** Every state of an operation in words, with its tone. */
export const OPERATION_WORDS: Record<OperationState, { tone: Tone; words: string }> = {
  intent: { tone: "busy", words: "about to call AWS" },
  accepted: { tone: "busy", words: "under way" },
  settling: { tone: "busy", words: "AWS is done; watching that it stays healthy" },
  succeeded: { tone: "ok", words: "succeeded" },
  failed: { tone: "bad", words: "failed" },
  rolled_back: { tone: "bad", words: "failed, and is back where it was" },
  cancelled: { tone: "muted", words: "cancelled" },
  unknown: { tone: "warn", words: "ended in a way Slipway could not see" },
};

/** How long the end of an operation stays on top of every page. */
const SHOWN_AFTER_END_MS = 10 * 60_000;

/** The operation's state; while its stack goes back, that says more than "under way". */
export function operationWords(operation: Operation, stack: StackFacts | null): { tone: Tone; words: string } {
  const meaning = stack && STACK_STATUS[stack.status];
  if (operation.state === "accepted" && operation.kind !== "cancel" && meaning?.moving && meaning.tone !== "busy") {
    return { tone: "warn", words: meaning.words };
  }
  return OPERATION_WORDS[operation.state];
}

export const hasEnded = (operation: Operation): boolean => ENDED.includes(operation.state);

/** Whether the banner is still news: while it runs, a good end for a minute, a bad one for ten. */
export function isNews(operation: Operation, now: number): boolean {
  if (!hasEnded(operation)) return true;
  const since = now - (operation.endedAt ?? operation.startedAt);
  return since < (operation.state === "succeeded" ? 60_000 : SHOWN_AFTER_END_MS);
}

/** "2 of 3 targets healthy", "3 of 3 targets healthy, for 40 s of 60 s". */
export function settleWords(settle: NonNullable<Operation["settle"]>, now: number): string {
  const count = `${settle.healthy} of ${settle.wanted} healthy`;
  if (settle.allHealthySince === undefined) return count;
  const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1_000));
  return `${count}, for ${Math.min(seconds(now - settle.allHealthySince), seconds(settle.neededMs))} s of ${seconds(settle.neededMs)} s`;
}
