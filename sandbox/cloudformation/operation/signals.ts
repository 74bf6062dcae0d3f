import { evaluate, type Scope } from "../template/evaluate";
import { isMapping } from "../template/values";
import { PlainFailure } from "./reason";
import type { Task } from "./record";

export interface SignalPolicy {
  readonly count: number;
  readonly timeoutMs: number;
  readonly percent: number;
}

const DURATION = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/** An ISO 8601 duration of hours, minutes and seconds. */
export function durationMs(duration: string): number {
  const [, hours = "0", minutes = "0", seconds = "0"] = DURATION.exec(duration) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** What a CreationPolicy asks for, or undefined when it asks for no signals. The defaults are 1 and PT5M. */
export function signalPolicy(creationPolicy: unknown, scope: Scope): SignalPolicy | undefined {
  const policy = evaluate(creationPolicy, scope);
  if (!isMapping(policy) || !isMapping(policy.ResourceSignal)) return undefined;
  const { Count: count = 1, Timeout: timeout = "PT5M" } = policy.ResourceSignal;
  const group = policy.AutoScalingCreationPolicy;
  return {
    count: Number(count),
    timeoutMs: durationMs(String(timeout)),
    percent: isMapping(group) ? Number(group.MinSuccessfulInstancesPercent ?? 100) : 100,
  };
}

/** Whether the resource has the signals it waits for. Throws when it can no longer get them, or not in time. */
export function hasSignals(policy: SignalPolicy, task: Task, waitedMs: number): boolean {
  const signals = task.signals ?? [];
  const wanted = Math.ceil((policy.count * policy.percent) / 100);
  const good = signals.filter((signal) => signal.status === "SUCCESS").length;
  const bad = signals.length - good;
  if (good >= wanted) return true;
  if (policy.count - bad < wanted) {
    throw new PlainFailure(
      `Received ${bad} FAILURE signal(s) out of ${policy.count}.  Unable to satisfy ${policy.percent}% MinSuccessfulInstancesPercent requirement`,
    );
  }
  if (waitedMs >= policy.timeoutMs) {
    throw new PlainFailure(`Failed to receive ${wanted - good} resource signal(s) within the specified duration`);
  }
  return false;
}
