import type { ErrorCode, PublicError } from "@/lib/errors";

/** The few words over an error's own message, one for every code. */
const TITLES: Record<ErrorCode, string> = {
  unauthenticated: "You are signed out",
  forbidden: "Your role does not allow this",
  invalid_input: "Something in it is not right",
  not_found: "Not there",
  conflict: "It is in the way of something else",
  busy: "Another operation is under way",
  stale_plan: "It changed in the meantime",
  aws_denied: "AWS does not allow this",
  aws_throttled: "AWS asks us to slow down",
  aws_rejected: "AWS refused it",
  aws_unreachable: "AWS did not answer",
  aws_credentials: "AWS does not accept the credentials",
  unknown_outcome: "The outcome is not known",
  unavailable: "Not available now",
  internal: "Slipway failed",
};

/** Title, message and next step of an error as people read it. A denied call names its API. */
export function errorWords(error: PublicError): { title: string; message: string; next: string | undefined } {
  const { api, hint } = error.details;
  const title = error.code === "aws_denied" && api ? `Not allowed: ${api}` : TITLES[error.code];
  const reference = error.reference ? ` Reference ${error.reference}.` : "";
  return { title, message: `${error.message}${reference}`, next: hint ?? NEXT[error.code] };
}

/** What to do where the error itself does not say. */
const NEXT: Partial<Record<ErrorCode, string>> = {
  aws_denied: "Add the action to the IAM policy of the credentials Slipway uses; the other panels go on.",
  aws_throttled: "Nothing to do: Slipway waits and asks again.",
  aws_unreachable: "Slipway keeps asking; what is shown is the last answer.",
  aws_credentials: "Check the credentials of the account and start Slipway again.",
  unavailable: "Try again in a moment.",
};
