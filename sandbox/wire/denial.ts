import type { Call } from "./answer";
import { AwsError, type ServiceName } from "./handler";
import { SERVICES } from "./protocols";
import { callerArn } from "./session";

/** Signing names that are not IAM's prefix for the service's actions. */
const IAM_PREFIX: Partial<Record<ServiceName, string>> = { monitoring: "cloudwatch" };

export const iamAction = ({ service, operation }: Pick<Call, "service" | "operation">): string =>
  `${IAM_PREFIX[service] ?? service}:${operation}`;

/** Why IAM said no, as its messages end. */
export type DenialReason = "implicit" | "explicit" | "boundary" | "boundary-explicit";

const because: Record<DenialReason, (action: string) => string> = {
  implicit: (action) => `because no identity-based policy allows the ${action} action`,
  explicit: () => "with an explicit deny in an identity-based policy",
  boundary: (action) => `because no permissions boundary allows the ${action} action`,
  "boundary-explicit": () => "with an explicit deny in a permissions boundary",
};

/**
 * The error of a call IAM does not allow, in the service's code and status. Texts: IAM user guide, "Access denied error
 * message examples". `resource` is left out where it is "*" for EC2, whose message names it only for single resources.
 */
export function denial(call: Call, resource = "*", reason: DenialReason = "implicit"): AwsError {
  const action = iamAction(call);
  const on = resource === "*" && call.service === "ec2" ? "" : ` on resource: ${resource}`;
  const text = `User: ${callerArn(call)} is not authorized to perform: ${action}${on} ${because[reason](action)}`;
  if (call.service === "ec2")
    return new AwsError("UnauthorizedOperation", `You are not authorized to perform this operation. ${text}`, 403);
  const json = SERVICES[call.service].protocol === "json";
  return new AwsError(json ? "AccessDeniedException" : "AccessDenied", text, json ? 400 : 403);
}

/** The error of credentials past their end, in the service's code and status. */
export function expired({ service }: Pick<Call, "service">): AwsError {
  if (service === "ec2") return new AwsError("RequestExpired", "Request has expired.");
  const json = SERVICES[service].protocol === "json";
  return new AwsError(
    json ? "ExpiredTokenException" : "ExpiredToken",
    "The security token included in the request is expired",
    json ? 400 : 403,
  );
}

/** The error of credentials nobody has, in the service's code and status. */
export function unknownCredentials({ service }: Pick<Call, "service">): AwsError {
  if (service === "ec2")
    return new AwsError("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
  const json = SERVICES[service].protocol === "json";
  return new AwsError(
    json ? "UnrecognizedClientException" : "InvalidClientTokenId",
    "The security token included in the request is invalid.",
    json ? 400 : 403,
  );
}
