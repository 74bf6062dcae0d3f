"use client";

import { useEffect, useRef, useState } from "react";
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
  const filled = JSON.stringify({
    stackName,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.has(name))),
  });
  const where = JSON.stringify({ ...place, templateId });
  const wanted = `${refusals} ${filled}`;
  // What was last answered in full, so that only checks that look at something else since are run again.
  const last = useRef<{ where: string; refusals: number; filled: string; results: readonly CheckResult[] }>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      setFound((current) => ({ ...current, state: "checking" }));
      try {
        const known = last.current?.where === where && last.current.refusals === refusals ? last.current : undefined;
        const answer = await fetch("/api/preflight", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            ...JSON.parse(where),
            ...JSON.parse(wanted.slice(wanted.indexOf(" ") + 1)),
            before: known && JSON.parse(known.filled),
            again: known?.results.filter(({ status }) => status === "unknown").map(({ id }) => id),
          }),
          signal: abort.signal,
        });
        const said = await answer.json();
        if (!answer.ok) throw new Error(said.error?.message ?? `the server answered ${answer.status}`);
        const kept = new Set<string>(said.kept);
        const results = [...(known?.results.filter(({ id }) => kept.has(id)) ?? []), ...said.results];
        last.current = { where, refusals, filled: wanted.slice(wanted.indexOf(" ") + 1), results };
        setFound({ state: "done", results });
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
  }, [wanted, where, refusals]);
  return found;
}
