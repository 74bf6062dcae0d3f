"use client";

import { useEffect, useState } from "react";
import type { Place } from "@/lib/place";
import type { CheckResult } from "@/lib/preflight/types";
import type { ParameterValues } from "@/lib/templates/types";

export interface Preflight {
  readonly state: "idle" | "checking" | "done" | "failed";
  readonly results: readonly CheckResult[];
  readonly error?: string;
}

const QUIET_MS = 500;

/**
 * Runs the checks once the form has been quiet for a moment; an answer to older values is dropped. Another `refusals`
 * runs them again for the same values: AWS refused, so something is there now that was not.
 */
export function usePreflight(
  place: Place,
  templateId: string,
  values: ParameterValues,
  secrets: ReadonlySet<string>,
  stackName: string | undefined,
  refusals: number,
): Preflight {
  const [found, setFound] = useState<Preflight>({ state: "idle", results: [] });
  // Secrets stay in the form: no check needs one.
  const body = JSON.stringify({
    ...place,
    templateId,
    stackName,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.has(name))),
  });
  const wanted = `${refusals} ${body}`;
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      setFound((current) => ({ ...current, state: "checking" }));
      try {
        const answer = await fetch("/api/preflight", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: wanted.slice(wanted.indexOf(" ") + 1),
          signal: abort.signal,
        });
        const said = await answer.json();
        if (!answer.ok) throw new Error(said.error?.message ?? `the server answered ${answer.status}`);
        setFound({ state: "done", results: said.results });
      } catch (error) {
        if (abort.signal.aborted) return;
        setFound((current) => ({
          ...current,
          state: "failed",
          error: error instanceof Error ? error.message : "no answer",
        }));
      }
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted]);
  return found;
}
