import { isMapping, type Mapping } from "./template/values";

export type PolicyAction = "Update:Modify" | "Update:Replace" | "Update:Delete";

const listed = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  ).test(text);

/** Whether a statement is about this action on this resource; Condition knows ResourceType, as stack policies do. */
function applies(statement: Mapping, action: PolicyAction, resource: string, type: string): boolean {
  const named = (key: string, text: string): boolean => {
    if (statement[key] !== undefined) return listed(statement[key]).some((pattern) => matches(pattern, text));
    return !listed(statement[`Not${key}`]).some((pattern) => matches(pattern, text));
  };
  if (!named("Action", action) || !named("Resource", `LogicalResourceId/${resource}`)) return false;
  const { Condition: condition } = statement;
  if (!isMapping(condition)) return true;
  const wanted = Object.values(condition).flatMap((one) => (isMapping(one) ? listed(one.ResourceType) : []));
  return wanted.some((pattern) => matches(pattern, type));
}

/**
 * Why a stack policy forbids the action, or undefined. A Deny outweighs any Allow, and with a policy whatever is not
 * allowed is denied. The first text is recorded [aws-facts 1.11]; the second, for nothing that allows, is the sandbox's.
 */
export function deniedByPolicy(
  policy: string | undefined,
  action: PolicyAction,
  resource: string,
  type: string,
): string | undefined {
  if (policy === undefined) return undefined;
  const parsed: unknown = JSON.parse(policy);
  const statements = isMapping(parsed) && Array.isArray(parsed.Statement) ? parsed.Statement.filter(isMapping) : [];
  const about = statements.filter((statement) => applies(statement, action, resource, type));
  const deny = about.find((statement) => statement.Effect === "Deny");
  if (deny) {
    const actions = listed(deny.Action ?? deny.NotAction).join(", ");
    const resources = listed(deny.Resource ?? deny.NotResource).join(", ");
    return `Action denied by stack policy: Statement [#${statements.indexOf(deny) + 1}] does not allow [${actions}] for resource [${resources}];`;
  }
  if (about.some((statement) => statement.Effect === "Allow")) return undefined;
  return `Action denied by stack policy: No statement allows [${action}] for resource [LogicalResourceId/${resource}];`;
}
