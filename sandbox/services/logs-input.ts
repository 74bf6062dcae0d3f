import { AwsError } from "../wire/handler";

export const refused = (message: string): AwsError => new AwsError("InvalidParameterException", message);

/** Throws AWS's constraint error for a number above its bound. */
export function atMost(value: number | undefined, bound: number, member: string): void {
  if (value === undefined) return;
  const rule = value > bound ? `less than or equal to ${bound}` : value < 1 ? "greater than or equal to 1" : undefined;
  if (rule === undefined) return;
  throw refused(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${rule}`,
  );
}

/** The group's name out of a name or an ARN, with or without `:*`. */
export const lastName = (identifier: string): string =>
  identifier.startsWith("arn:") ? identifier.split(":").slice(6).join(":").replace(/:\*$/, "") : identifier;

/** Which group a request means: it says the name or the ARN, not both. */
export function groupNameOf(input: {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}): string {
  if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined) {
    throw new AwsError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  }
  const name = input.logGroupName ?? input.logGroupIdentifier;
  if (name === undefined) throw refused("Either LogGroupName or LogGroupIdentifier must be specified.");
  return lastName(name);
}
