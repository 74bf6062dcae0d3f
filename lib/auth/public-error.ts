import "server-only";
import { randomBytes } from "node:crypto";
import { isSlipwayError, type PublicError } from "@/lib/errors";

/** Codes whose cause tells the operator of the server something the person's message does not. */
const LOGGED = new Set(["internal", "unavailable", "unknown_outcome"]);

/** What a browser may know of an error. An unknown one gets a reference; its cause goes to the server's log only. */
export function toPublicError(error: unknown, where: string, log: (line: string) => void = console.error): PublicError {
  if (isSlipwayError(error)) {
    const reference = LOGGED.has(error.code) ? newReference() : undefined;
    if (reference) log(`${reference} ${where}: ${describe(error)}`);
    return { code: error.code, message: error.message, details: error.details, reference };
  }
  const reference = newReference();
  log(`${reference} ${where}: ${describe(error)}`);
  return {
    code: "internal",
    message: "Something went wrong inside Slipway.",
    details: { hint: "The server's log has more under this reference." },
    reference,
  };
}

const newReference = () => randomBytes(4).toString("hex");

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\n  caused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
