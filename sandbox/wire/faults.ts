import type { Call } from "./answer";
import { AwsError, type ServiceName } from "./handler";
import { SERVICES } from "./protocols";

export const FAULT_KINDS = [
  "throttle",
  "error500",
  "error503",
  "access-denied",
  "expired-token",
  "reset-after",
  "hang",
  "truncate",
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
}

/** The faults that were asked for by `/_sandbox/faults`. The first rule that matches and strikes decides. */
export class Faults {
  private rules: { rule: FaultRule; left: number }[] = [];

  constructor(private readonly random: () => number) {}

  add(rule: FaultRule): void {
    this.rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  list(): FaultRule[] {
    return this.rules.map(({ rule, left }) => (rule.times === undefined ? rule : { ...rule, times: left }));
  }

  /** Forgets the rules, or those of one account. */
  clear(account?: string): void {
    this.rules = account === undefined ? [] : this.rules.filter(({ rule }) => rule.account !== account);
  }

  strike(call: Call): FaultKind | undefined {
    for (const entry of this.rules) {
      const { rule } = entry;
      const matches =
        (rule.service ?? call.service) === call.service &&
        (rule.operation ?? call.operation) === call.operation &&
        (rule.account ?? call.account) === call.account &&
        (rule.region ?? call.region) === call.region;
      if (!matches || entry.left <= 0 || this.random() >= rule.rate) continue;
      entry.left -= 1;
      this.rules = this.rules.filter(({ left }) => left > 0);
      return rule.kind;
    }
    return undefined;
  }
}

/** The error a fault answers with, in the service's own words; undefined for faults of the transport. */
export function faultError(kind: FaultKind, call: Call): AwsError | undefined {
  const json = SERVICES[call.service].protocol === "json";
  const ec2 = call.service === "ec2";
  switch (kind) {
    case "throttle":
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
      if (ec2) return new AwsError("UnauthorizedOperation", "You are not authorized to perform this operation.", 403);
      return new AwsError(json ? "AccessDeniedException" : "AccessDenied", denied(call), json ? 400 : 403);
    case "expired-token":
      if (ec2) return new AwsError("RequestExpired", "Request has expired.");
      return new AwsError(
        json ? "ExpiredTokenException" : "ExpiredToken",
        "The security token included in the request is expired",
        json ? 400 : 403,
      );
    default:
      return undefined;
  }
}

const IAM_PREFIX: Partial<Record<ServiceName, string>> = { monitoring: "cloudwatch" };

function denied({ service, operation, account }: Call): string {
  const action = `${IAM_PREFIX[service] ?? service}:${operation}`;
  return `User: arn:aws:iam::${account}:user/slipway is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
}
