import { invalid } from "../errors";
import { isMapping } from "../template/values";

/** Checks a stack policy's shape; updates obey it (`stack-policy.ts`). */
export function refusePolicy(body: string | undefined, url: string | undefined): string | undefined {
  if (body !== undefined && url !== undefined)
    throw invalid("You cannot specify both StackPolicyURL and StackPolicyBody");
  if (url !== undefined) throw invalid("Error validating stack policy: Invalid stack policy");
  if (body === undefined) return undefined;
  try {
    const policy: unknown = JSON.parse(body);
    if (isMapping(policy) && Array.isArray(policy.Statement)) return body;
  } catch {
    // Falls through to the one refusal AWS has.
  }
  throw invalid("Error validating stack policy: Invalid stack policy");
}
