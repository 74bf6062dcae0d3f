import type { Call } from "./answer";
import { type BucketSize, Buckets, publishedBucket } from "./buckets";
import { denial, expired } from "./denial";
import { AwsError } from "./handler";
import { SERVICES } from "./protocols";

export const FAULT_KINDS = [
  "throttle",
  "token-bucket",
  "error500",
  "error503",
  "access-denied",
  "expired-token",
  "clock-skew",
  "reset-before",
  "reset-after",
  "hang",
  "truncate",
  "empty-page",
  "repeat-token",
  "slow",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRule {
  readonly service?: string;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  readonly kind: FaultKind;
  /** 0 to 1: the share of matching calls it strikes. */
  readonly rate: number;
  /** How often it still strikes; absent: for ever. */
  readonly times?: number;
  /** token-bucket: the size each matching API's bucket has, in place of AWS's published one. */
  readonly bucket?: BucketSize;
  /** clock-skew: how far AWS's clock is ahead of what it was, s; negative is behind. */
  readonly seconds?: number;
  /** slow: the median and the 95th percentile of the delay, ms (log-normal between). */
  readonly latency?: { readonly p50Ms: number; readonly p95Ms: number };
}

/** What befalls one call: at most one failure, and whatever delays and clocks come with it. */
export interface Strike {
  readonly kind?: FaultKind;
  readonly delayMs: number;
  readonly skewMs: number;
}

/**
 * The faults that were asked for by `/_sandbox/faults`. Of the rules that make a call fail, the first that matches and
 * strikes decides; `slow` and `clock-skew` come on top. `wall` is the host's clock in ms.
 */
export class Faults {
  private rules: { rule: FaultRule; left: number }[] = [];
  private buckets: Buckets;

  constructor(
    private readonly random: () => number,
    private readonly wall: () => number,
  ) {
    this.buckets = new Buckets(wall);
  }

  add(rule: FaultRule): void {
    this.rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  list(): FaultRule[] {
    return this.rules.map(({ rule, left }) => (rule.times === undefined ? rule : { ...rule, times: left }));
  }

  /** Forgets the rules, or those of one account. Buckets are full again. */
  clear(account?: string): void {
    this.rules = account === undefined ? [] : this.rules.filter(({ rule }) => rule.account !== account);
    this.buckets = new Buckets(this.wall);
  }

  strike(call: Call): Strike {
    let kind: FaultKind | undefined;
    let delayMs = 0;
    let skewMs = 0;
    for (const entry of this.rules) {
      const { rule } = entry;
      const adds = rule.kind === "slow" || rule.kind === "clock-skew";
      if ((kind !== undefined && !adds) || !matches(rule, call) || !this.strikes(rule, call)) continue;
      entry.left -= 1;
      if (rule.kind === "slow") delayMs += this.delay(rule);
      else if (rule.kind === "clock-skew") skewMs += (rule.seconds ?? 0) * 1000;
      else kind = rule.kind;
    }
    this.rules = this.rules.filter(({ left }) => left > 0);
    return { ...(kind !== undefined && { kind }), delayMs, skewMs };
  }

  private strikes(rule: FaultRule, call: Call): boolean {
    if (rule.kind !== "token-bucket") return this.random() < rule.rate;
    const bucket = rule.bucket ? { ...rule.bucket, name: call.operation } : publishedBucket(call);
    if (!bucket) return false;
    return !this.buckets.take([call.account, call.region, call.service, bucket.name].join("/"), bucket);
  }

  /** Log-normal: most calls take about the median, some much longer, as AWS's do. */
  private delay({ latency = { p50Ms: 0, p95Ms: 0 } }: FaultRule): number {
    const { p50Ms, p95Ms } = latency;
    if (p50Ms <= 0 || p95Ms <= p50Ms) return p50Ms;
    const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    return p50Ms * Math.exp((Math.log(p95Ms / p50Ms) / 1.645) * normal);
  }
}

const matches = (rule: FaultRule, call: Call): boolean =>
  (rule.service ?? call.service) === call.service &&
  (rule.operation ?? call.operation) === call.operation &&
  (rule.account ?? call.account) === call.account &&
  (rule.region ?? call.region) === call.region;

/** The error a fault answers with, in the service's own words; undefined for faults of the transport. */
export function faultError(kind: FaultKind, call: Call): AwsError | undefined {
  const json = SERVICES[call.service].protocol === "json";
  const ec2 = call.service === "ec2";
  switch (kind) {
    case "throttle":
    case "token-bucket":
      if (ec2) return new AwsError("RequestLimitExceeded", "Request limit exceeded.", 503);
      return new AwsError(
        json && call.service !== "monitoring" ? "ThrottlingException" : "Throttling",
        "Rate exceeded",
      );
    case "error500":
      return new AwsError(ec2 ? "InternalError" : "InternalFailure", "An internal error has occurred", 500);
    case "error503":
      return new AwsError(
        ec2 ? "Unavailable" : "ServiceUnavailable",
        "The server is temporarily unable to handle the request",
        503,
      );
    case "access-denied":
      return denial(call);
    case "expired-token":
      return expired(call);
    default:
      return undefined;
  }
}
