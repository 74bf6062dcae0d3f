import { conditionsHold, fits, type RequestContext } from "./policy-conditions";
import { type Position, readPolicy, type Statement } from "./policy-document";

export interface NamedPolicy {
  /** The policy's name, as MatchedStatements shows it. */
  readonly id: string;
  readonly type: "aws-managed" | "user-managed" | "role" | "user" | "none";
  readonly document: string;
}

/** What a principal may: allowed by `policies`, and where there is a boundary by that too. */
export interface Permissions {
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: readonly NamedPolicy[];
}

export interface AccessRequest {
  /** e.g. `ecs:UpdateService`. */
  readonly action: string;
  /** An ARN, or "*". */
  readonly resource: string;
  readonly context: RequestContext;
}

export interface Decision {
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  readonly matched: readonly { readonly policy: NamedPolicy; readonly start: Position; readonly end: Position }[];
  readonly missing: readonly string[];
  /** Undefined without a boundary. */
  readonly boundary?: "allowed" | "explicitDeny" | "implicitDeny";
}

/**
 * IAM's evaluation within one account ("Policy evaluation logic"): an explicit deny wins, then an allow is needed, and
 * where there is a permissions boundary it must allow too.
 */
export function evaluate(permissions: Permissions, request: AccessRequest): Decision {
  const own = decide(permissions.policies, request);
  if (!permissions.boundary) return own;
  const bound = decide(permissions.boundary, request);
  const boundary = bound.decision;
  const missing = [...new Set([...own.missing, ...bound.missing])];
  if (own.decision !== "allowed" || boundary === "allowed") return { ...own, missing, boundary };
  return { decision: boundary, matched: own.matched, missing, boundary };
}

function decide(policies: readonly NamedPolicy[], request: AccessRequest): Decision {
  const missing = new Set<string>();
  const matched = policies.flatMap((policy) =>
    readPolicy(policy.document)
      .filter((statement) => applies(statement, request, missing))
      .map((statement) => ({ policy, statement })),
  );
  const shown = (effect: Statement["effect"]) =>
    matched
      .filter(({ statement }) => statement.effect === effect)
      .map(({ policy, statement: { start, end } }) => ({ policy, start, end }));
  const [denials, allowances] = [shown("Deny"), shown("Allow")];
  const decision = denials.length > 0 ? "explicitDeny" : allowances.length > 0 ? "allowed" : "implicitDeny";
  return { decision, matched: denials.length > 0 ? denials : allowances, missing: [...missing] };
}

/** Whether a statement speaks of this request: its action, its resource and all its conditions. */
export function applies(
  statement: Statement,
  { action, resource, context }: AccessRequest,
  missing: Set<string>,
): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase()));
  const meant = (patterns: readonly string[]) => patterns.some((pattern) => pattern === "*" || fits(pattern, resource));
  if (statement.actions ? !named(statement.actions) : !statement.notActions || named(statement.notActions))
    return false;
  if (statement.resources && !meant(statement.resources)) return false;
  if (statement.notResources && meant(statement.notResources)) return false;
  return conditionsHold(statement.conditions, context, missing);
}
