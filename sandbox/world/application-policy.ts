import type { NotScaledReason } from "@aws-sdk/client-application-auto-scaling";
import { changeOf, stepFor } from "./adjustment";
import type { Change, ScalableTarget, ServicePolicy } from "./application-records";

/** What a policy finds when its alarm fires. */
export interface Situation {
  readonly now: number;
  /** The service's desired count. */
  readonly current: number;
  /** The alarm's newest datapoint and its threshold. */
  readonly value: number;
  readonly threshold: number;
  /** A deployment of the service is under way: ECS lets nothing scale in meanwhile. */
  readonly deploying: boolean;
  /** Every other target tracking policy of the target would scale in as well. */
  readonly othersAgree: boolean;
}

/** A new desired count, a reason for none that AWS tells, or nothing at all (suspended, cooling down). */
export type Answer = { readonly wanted: number } | { readonly not: NotScaledReason } | undefined;

/** Default cooldown of ECS services in seconds. */
const COOLDOWN = 300;

const runs = (change: Change | undefined, now: number): boolean =>
  change !== undefined && now < change.at + change.cooldown * 1000;

/** Seconds to wait after a change by this policy. */
export function cooldownOf(policy: ServicePolicy, grows: boolean): number {
  if (policy.step) return policy.step.Cooldown ?? COOLDOWN;
  return (grows ? policy.tracking?.ScaleOutCooldown : policy.tracking?.ScaleInCooldown) ?? COOLDOWN;
}

/**
 * What a policy makes of its alarm. While a scale-out cools down, what it added counts as part of the next one; a
 * scale-in waits for every cooldown, for deployments and for the other policies.
 * Source: Application Auto Scaling user guide ("How cooldown periods work"); not-scaled reasons: NotScaledReason.
 */
export function answerOf(target: ScalableTarget, policy: ServicePolicy, at: Situation): Answer {
  const { current, now } = at;
  const cooling = runs(target.lastOut, now) ? target.lastOut : undefined;
  const asked = policy.step
    ? stepped(policy, at, cooling?.from ?? current)
    : tracked(policy, at, cooling?.from ?? current);
  if (asked === undefined) return undefined;
  const grows = asked.direction === "out";
  if (grows && target.suspended.scaleOut) return undefined;
  if (!grows && target.suspended.scaleIn) return undefined;
  if (grows) {
    if (current >= target.max) return { not: { Code: "AlreadyAtMaxCapacity", MaxCapacity: target.max } };
    if (asked.wanted <= current) return { not: { Code: "AlreadyAtDesiredCapacity", CurrentCapacity: current } };
    return { wanted: Math.min(asked.wanted, target.max) };
  }
  if (current <= target.min) return { not: { Code: "AlreadyAtMinCapacity", MinCapacity: target.min } };
  if (at.deploying) return { not: { Code: "TargetServicePutResourceAsUnscalable", CurrentCapacity: current } };
  if (cooling || runs(target.lastIn, now) || !at.othersAgree) return undefined;
  if (asked.wanted >= current) return { not: { Code: "AutoScalingAnticipatedFlapping", CurrentCapacity: current } };
  return { wanted: Math.max(asked.wanted, target.min) };
}

interface Asked {
  readonly direction: "in" | "out";
  readonly wanted: number;
}

/** In proportion to the metric; back more slowly, and never so far that the target would be passed again. */
function tracked({ tracking }: ServicePolicy, { value, current }: Situation, base: number): Asked | undefined {
  const target = tracking?.TargetValue ?? 0;
  if (target <= 0 || value === target) return undefined;
  if (value > target) return { direction: "out", wanted: Math.ceil((Math.max(base, 1) * value) / target) };
  if (tracking?.DisableScaleIn) return undefined;
  const enough = Math.ceil((current * value) / target);
  return { direction: "in", wanted: Math.max(enough, current - Math.max(1, Math.floor(current / 10))) };
}

function stepped({ step }: ServicePolicy, { value, threshold, current }: Situation, base: number): Asked | undefined {
  const adjustment = stepFor(
    (step?.StepAdjustments ?? []).map((one) => ({ ...one, ScalingAdjustment: one.ScalingAdjustment })),
    value - threshold,
  );
  if (adjustment === undefined) return undefined;
  const out = base + changeOf(step?.AdjustmentType, base, adjustment, step?.MinAdjustmentMagnitude);
  if (out > base) return { direction: "out", wanted: out };
  const change = changeOf(step?.AdjustmentType, current, adjustment, step?.MinAdjustmentMagnitude);
  return change < 0 ? { direction: "in", wanted: current + change } : undefined;
}
