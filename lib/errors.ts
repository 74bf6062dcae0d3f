/**
 * The closed set of what can go wrong, told by `code` (Next bundles modules several times, so `instanceof` fails
 * across copies). Each transport maps every code once; anything else is `internal` with a reference id.
 */
export const ERROR_CODES = [
  "unauthenticated",
  "forbidden",
  "invalid_input",
  "not_found",
  "conflict",
  "busy",
  "stale_plan",
  "aws_denied",
  "aws_throttled",
  "aws_rejected",
  "aws_unreachable",
  "aws_credentials",
  "unknown_outcome",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  /** Messages by form field name. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** The AWS API that answered, e.g. "ecs:DescribeServices", and the IAM action if it was denied. */
  readonly api?: string;
  readonly awsCode?: string;
  /** For "busy": the operation that is already under way. */
  readonly operationId?: string;
}

const MARK = Symbol.for("slipway.error");

/** Shown to people as it is: `message` must be plain words, safe to show. The cause goes to the server's log only. */
export class SlipwayError extends Error {
  readonly [MARK] = true;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = "SlipwayError";
  }
}

export function isSlipwayError(error: unknown): error is SlipwayError {
  return typeof error === "object" && error !== null && MARK in error;
}

/** The HTTP status of each code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  invalid_input: 400,
  not_found: 404,
  conflict: 409,
  busy: 409,
  stale_plan: 409,
  aws_denied: 502,
  aws_throttled: 503,
  aws_rejected: 422,
  aws_unreachable: 503,
  aws_credentials: 502,
  unknown_outcome: 502,
  unavailable: 503,
  internal: 500,
};

/** What crosses the wire to a browser: no stack, no cause. */
export interface PublicError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  /** Names the server's log line of an internal error. */
  readonly reference?: string;
}
