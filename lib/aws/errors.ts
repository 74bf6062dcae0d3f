import "server-only";
import { isSlipwayError, SlipwayError } from "@/lib/errors";

const THROTTLES = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "RequestThrottled",
  "SlowDown",
]);
/** A quota of the account, which no waiting mends; some services say it of a rate, and then in these words. */
const QUOTA = new Set(["LimitExceededException", "LimitExceeded"]);
const RATE = /rate exceeded|too many requests|throttl/i;
const DENIED = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"]);
const CREDENTIALS = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "CredentialsProviderError",
  "InvalidSignatureException",
  "RequestExpired",
]);

interface SdkError {
  name?: string;
  message?: string;
  code?: string;
  $fault?: "client" | "server";
  $metadata?: { httpStatusCode?: number };
}

/** Turns what the SDK throws into our closed set. AWS's own message is kept: it is shown to the person. */
export function toSlipwayError(api: string, cause: unknown): SlipwayError {
  if (isSlipwayError(cause)) return cause;
  const error = (typeof cause === "object" && cause !== null ? cause : {}) as SdkError;
  const awsCode = error.name ?? error.code ?? "Unknown";
  const message = error.message ?? "No message.";
  const details = { api, awsCode };
  if (THROTTLES.has(awsCode) || (QUOTA.has(awsCode) && RATE.test(message))) {
    return new SlipwayError("aws_throttled", `AWS is limiting ${api}: ${message}`, details, { cause });
  }
  if (QUOTA.has(awsCode)) {
    const hint = "Delete what is not needed, or ask for more under Service Quotas in the AWS console.";
    return new SlipwayError("aws_rejected", message, { ...details, hint }, { cause });
  }
  if (DENIED.has(awsCode)) {
    return new SlipwayError(
      "aws_denied",
      message,
      { ...details, hint: `Allow ${api} in the IAM policy Slipway uses.` },
      { cause },
    );
  }
  if (CREDENTIALS.has(awsCode)) {
    return new SlipwayError("aws_credentials", `AWS did not accept the credentials: ${message}`, details, { cause });
  }
  const status = error.$metadata?.httpStatusCode;
  if (status !== undefined && status < 500 && error.$fault !== "server") {
    return new SlipwayError("aws_rejected", message, details, { cause });
  }
  return new SlipwayError("aws_unreachable", `AWS did not answer ${api} (${awsCode}).`, details, { cause });
}
