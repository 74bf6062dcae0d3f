import { parameterValue } from "@/lib/templates/values";
import { CHECKS } from "./run";
import type { Check, PreflightInput } from "./types";

/** The checks whose answer to `before` still holds for `now`: nothing they look at has changed. Pure. */
export function unchangedChecks(
  before: PreflightInput,
  now: PreflightInput,
  checks: readonly Check[] = CHECKS,
): ReadonlySet<string> {
  return new Set(checks.filter((check) => print(check, before) === print(check, now)).map(({ id }) => id));
}

function print(check: Check, input: PreflightInput): string {
  if (!check.applies(input)) return "";
  const values = check.fields(input).map((name) => parameterValue(input.values, name));
  return JSON.stringify([input.place, input.mode, values, check.depends?.(input)]);
}
