export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

export type Comparison =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";

export interface AlarmRule {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N of "M out of N". */
  readonly evaluationPeriods: number;
  /** M of "M out of N". */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

export function isBreaching({ comparison, threshold }: AlarmRule, value: number): boolean {
  if (comparison === "GreaterThanThreshold") return value > threshold;
  if (comparison === "GreaterThanOrEqualToThreshold") return value >= threshold;
  if (comparison === "LessThanThreshold") return value < threshold;
  return value <= threshold;
}

/** How many windows are looked at: a few more than N, so that late or missing points can be made up for. */
export const evaluationRange = (evaluationPeriods: number): number => evaluationPeriods + 2;

/**
 * One evaluation over the range, oldest window first, undefined where no point came. "keep" leaves the state alone.
 * Follows the tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 * ("Configuring how CloudWatch alarms treat missing data"): with N real points the newest N decide; with fewer, missing
 * ones are filled in as told, and only as often as necessary.
 */
export function evaluate(rule: AlarmRule, range: readonly (number | undefined)[]): AlarmState | "keep" {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData: treat } = rule;
  const real = range.filter((value) => value !== undefined);
  const breaches = (values: readonly number[]) => values.filter((value) => isBreaching(rule, value)).length;

  if (real.length >= n) return breaches(real.slice(-n)) >= m ? "ALARM" : "OK";
  if (real.length === 0) {
    return {
      missing: "INSUFFICIENT_DATA" as const,
      ignore: "keep" as const,
      breaching: "ALARM" as const,
      notBreaching: "OK" as const,
    }[treat];
  }
  const filled = n - real.length;
  const bad = breaches(real);
  if (treat === "breaching") return bad + filled >= m ? "ALARM" : "OK";
  if (treat === "notBreaching") return bad >= m ? "ALARM" : "OK";
  if (bad >= m) return "ALARM";
  if (bad < real.length) return "OK";
  // Every point there is breaches, but they are too few. Old enough, the oldest alone decides (the rule against
  // premature alarms); "ignore" waits.
  if (treat === "ignore") return "keep";
  const age = range.length - range.findIndex((value) => value !== undefined);
  return age >= m ? "ALARM" : "keep";
}
