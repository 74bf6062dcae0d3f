import "server-only";
import { randomUUID } from "node:crypto";
import { isSlipwayError, type PublicError } from "@/lib/errors";

/** What a part's panel may show of an error. An unknown one gets a reference, and its cause goes to the server's log. */
export function partError(cause: unknown, log: (message: string, cause: unknown) => void): PublicError {
  if (isSlipwayError(cause)) return { code: cause.code, message: cause.message, details: cause.details };
  const reference = randomUUID().slice(0, 8);
  log(`live part failed (${reference})`, cause);
  return { code: "internal", message: "Slipway could not work this out.", details: {}, reference };
}
