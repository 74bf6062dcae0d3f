"use client";

import { useRef, useState } from "react";
import { errorWords } from "@/components/ui/error-words";
import type { ActionResult } from "@/lib/auth/action-result";
import type { PublicError } from "@/lib/errors";

const NO_ANSWER: PublicError = {
  code: "unavailable",
  message: "The console did not answer.",
  details: { hint: "Nothing is lost: press again, it is done once." },
};
/** After these the outcome is open, so pressing again must be the same click. */
const OPEN: ReadonlySet<string> = new Set(["unavailable", "unknown_outcome", "internal"]);

/**
 * Runs a server action with what a dialog shows meanwhile. `key()` names the click: it stays the same until AWS or
 * Slipway refused for good, so a double click or a lost answer does nothing twice.
 */
export function useVerb() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<PublicError>();
  const formKey = useRef<string>(undefined);

  async function run<T>(verb: () => Promise<ActionResult<T>>): Promise<T | undefined> {
    setBusy(true);
    setError(undefined);
    const answer = await verb().catch((): ActionResult<T> => ({ ok: false, error: NO_ANSWER }));
    setBusy(false);
    if (answer.ok) return answer.data;
    if (!OPEN.has(answer.error.code)) formKey.current = undefined;
    setError(answer.error);
    return undefined;
  }
  const key = () => {
    formKey.current ??= crypto.randomUUID();
    return formKey.current;
  };
  return { busy, error, words: error && errorWords(error), run, key };
}
