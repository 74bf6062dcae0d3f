/** A step of a step policy; bounds are relative to the alarm's threshold. */
export interface Step {
  readonly MetricIntervalLowerBound?: number | undefined;
  readonly MetricIntervalUpperBound?: number | undefined;
  readonly ScalingAdjustment: number | undefined;
}

/** The step whose bounds hold the breach: lower inclusive above the threshold, upper inclusive below it. */
export function stepFor(steps: readonly Step[], breach: number): number | undefined {
  const inside = (low: number, high: number) =>
    breach >= 0 ? breach >= low && breach < high : breach > low && breach <= high;
  return steps.find((step) =>
    inside(step.MetricIntervalLowerBound ?? -Infinity, step.MetricIntervalUpperBound ?? Infinity),
  )?.ScalingAdjustment;
}

/** What to add (or remove) for an adjustment; percentages round as AWS documents (aws-facts.md section 3). */
export function changeOf(type: string | undefined, base: number, adjustment: number, least = 0): number {
  if (type === "ExactCapacity") return adjustment - base;
  if (type !== "PercentChangeInCapacity") return adjustment;
  const exact = (base * adjustment) / 100;
  const rounded = exact === 0 ? 0 : Math.abs(exact) < 1 ? Math.sign(exact) : Math.trunc(exact);
  return Math.abs(rounded) < least ? Math.sign(adjustment) * least : rounded;
}
