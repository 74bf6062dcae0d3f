import { type AlarmRule, type AlarmState, type Comparison, isBreaching } from "./alarm-evaluation";

/** One window as an evaluation saw it; without `value` no point came. */
export interface EvaluatedPoint {
  readonly at: number;
  readonly value?: number;
  readonly sampleCount?: number;
}

export const UNCHECKED = "Unchecked: Initial alarm creation";

const RELATIONS: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

/**
 * The StateReason of a transition, in CloudWatch's words (aws-facts 4.2). `points` are the windows of the evaluation
 * range, oldest first.
 */
export function stateReason(
  rule: AlarmRule,
  from: AlarmState,
  to: AlarmState,
  points: readonly EvaluatedPoint[],
): string {
  const { evaluationPeriods: n, datapointsToAlarm: m } = rule;
  if (to === "INSUFFICIENT_DATA") return `Insufficient Data: ${counted(n)} ${wasWere(n)} unknown.`;

  const real = points.filter((point) => point.value !== undefined);
  const filled = n - real.length;
  if (filled > 0 && (rule.treatMissingData === "breaching" || rule.treatMissingData === "notBreaching")) {
    const how = rule.treatMissingData === "breaching" ? "Breaching" : "NonBreaching";
    const received = real.length === 0 ? "no datapoints were" : `${counted(real.length)} ${wasWere(real.length)}`;
    const missing = `${filled} missing datapoint${filled === 1 ? "" : "s"}`;
    return `Threshold Crossed: ${received} received for ${n} period${n === 1 ? "" : "s"} and ${missing} ${wasWere(filled)} treated as [${how}].`;
  }

  const considered = real.slice(-n);
  const telling = considered.filter((point) => isBreaching(rule, point.value ?? 0) === (to === "ALARM")).reverse();
  const count = telling.length;
  const relation = `${wasWere(count)} ${to === "ALARM" ? "" : "not "}${RELATIONS[rule.comparison]} the threshold (${decimal(rule.threshold)})`;
  const list = `[${telling.slice(0, 5).map(pointText).join(", ")}]`;

  const needed = to === "ALARM" ? m : n - m + 1;
  const known = from !== "INSUFFICIENT_DATA";
  const subject = known ? `${count} out of the last ${considered.length} datapoints` : counted(count);
  const minimum = known ? ` (minimum ${counted(needed)} for ${from} -> ${to} transition)` : "";
  if (count >= 5) {
    return `Threshold Crossed: ${subject} ${relation}. The most recent datapoints which crossed the threshold: ${list}${minimum}.`;
  }
  return `Threshold Crossed: ${subject} ${list} ${relation}${minimum}.`;
}

export interface ReasonFacts {
  readonly now: number;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly threshold: number;
  readonly unit?: string | undefined;
}

/** StateReasonData: the same story for machines. `points` oldest first, the N windows that were asked about. */
export function stateReasonData(facts: ReasonFacts, points: readonly EvaluatedPoint[]): string {
  const real = points.filter((point) => point.value !== undefined);
  const first = real[0];
  return JSON.stringify({
    version: "1.0",
    queryDate: zoned(facts.now),
    ...(first === undefined ? {} : { startDate: zoned(first.at) }),
    ...(facts.unit === undefined ? {} : { unit: facts.unit }),
    ...(facts.statistic === "" ? {} : { statistic: facts.statistic }),
    period: facts.periodSeconds,
    recentDatapoints: real.map((point) => point.value),
    threshold: facts.threshold,
    evaluatedDatapoints: [...points].reverse().map((point) => ({
      timestamp: zoned(point.at),
      ...(point.value === undefined ? {} : { sampleCount: point.sampleCount, value: point.value }),
    })),
  });
}

/** `2026-02-26T10:13:00.000+0000`, as CloudWatch's JSON has times. */
export const zoned = (at: number): string => new Date(at).toISOString().replace("Z", "+0000");

const counted = (count: number): string => `${count} datapoint${count === 1 ? "" : "s"}`;
const wasWere = (count: number): string => (count === 1 ? "was" : "were");

function pointText({ at, value = 0 }: EvaluatedPoint): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${decimal(value)} (${day}/${month}/${year.slice(2)} ${time.slice(0, 8)})`;
}

/** A number as Java prints a double, which is what AWS's texts show: 21.0, 5.53, 1.0E7. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0.0";
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
