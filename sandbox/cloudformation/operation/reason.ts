import { AwsError } from "../../wire/handler";
import { HandlerError } from "../providers/provider";
import type { Tools } from "../tools";

/** A handler's failure whose text stands alone, without "Resource handler returned message". */
export class PlainFailure extends Error {}

const CODES: readonly (readonly [RegExp, string])[] = [
  [/AlreadyExists|Duplicate|EntityAlreadyExists|ResourceInUse/i, "AlreadyExists"],
  [/NotFound|NoSuch|DoesNotExist/i, "NotFound"],
  [/AccessDenied|Unauthorized|AuthFailure/i, "AccessDenied"],
  [/Throttl|RequestLimit|TooManyRequests|RateExceeded/i, "Throttling"],
  [/LimitExceeded|Quota/i, "ServiceLimitExceeded"],
  [/Invalid|Validation|Malformed|Missing|ClientException|Unsupported/i, "InvalidRequest"],
];

const IN_USE = /DependencyViolation|InUse|ClusterContains|UpdateInProgress|DeleteConflict|ScalingActivityInProgress/;

/**
 * Errors a resource handler tries again after: throttles, the service's own faults, and for deletions that something
 * still uses the resource.
 */
export const isPassing = (error: unknown): boolean =>
  error instanceof AwsError &&
  !(error instanceof HandlerError) &&
  (IN_USE.test(error.code) ||
    /Throttl|RequestLimit|TooManyRequests|RateExceeded/i.test(error.code) ||
    (error.status >= 500 && error.status !== 501));

/** CloudFormation's own code for a service's error code. */
export const handlerCodeOf = (error: AwsError): string =>
  CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? "GeneralServiceException";

/**
 * The event's reason for what a handler threw: `Resource handler returned message: "<text>" (RequestToken: <uuid>,
 * HandlerErrorCode: <code>)` [aws-facts 1.3, 1.5].
 */
export function reasonOf(tools: Tools, error: unknown): string {
  if (error instanceof PlainFailure) return error.message;
  // A fault of the sandbox itself: AWS's handlers have those too, and the stack must not hang on it.
  if (!(error instanceof AwsError)) {
    return `Resource handler returned message: "Internal Failure: ${error}" (RequestToken: ${tools.kernel.uuid()}, HandlerErrorCode: InternalFailure)`;
  }
  const code = error instanceof HandlerError ? error.handlerCode : handlerCodeOf(error);
  const details =
    error instanceof HandlerError
      ? error.message
      : `${error.message} (Status Code: ${error.status}, Error Code: ${error.code}, Request ID: ${tools.kernel.uuid()})`;
  return `Resource handler returned message: "${details}" (RequestToken: ${tools.kernel.uuid()}, HandlerErrorCode: ${code})`;
}
