import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError, type ServiceName } from "./handler";
import { requiredMembers } from "./model";
import { isStruct } from "./values";

/**
 * Refuses an input without its required members, in the words AWS's framework uses: `1 validation error detected:
 * Value null at 'stackName' failed to satisfy constraint: Member must not be null`. EC2 and ECS have words of their own.
 */
export function requireMembers(service: ServiceName, ns: NormalizedSchema, input: unknown): void {
  const missing: string[] = [];
  collect(ns, input, "", missing);
  const first = missing[0];
  if (first === undefined) return;
  if (service === "ec2")
    throw new AwsError("MissingParameter", `The request must contain the parameter ${capital(first)}`);
  const errors = missing
    .slice(0, 5)
    .map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`);
  const count = `${missing.length} validation error${missing.length === 1 ? "" : "s"} detected`;
  throw new AwsError(codeOf(service), `${count}: ${errors.join("; ")}`);
}

function codeOf(service: ServiceName): string {
  switch (service) {
    case "cloudformation":
    case "monitoring":
    case "autoscaling":
    case "elasticloadbalancing":
    case "iam":
    case "sts":
      return "ValidationError";
    case "logs":
    case "ecs":
    case "ecr":
      return "InvalidParameterException";
    case "route53":
      return "InvalidInput";
    default:
      return "ValidationException";
  }
}

function collect(ns: NormalizedSchema, value: unknown, path: string, missing: string[]): void {
  if (ns.isListSchema() && Array.isArray(value)) {
    const member = ns.getValueSchema();
    for (const [index, item] of value.entries()) collect(member, item, `${path}.${index + 1}.member`, missing);
    return;
  }
  if (!ns.isStructSchema() || !isStruct(value)) return;
  const required = new Set(requiredMembers(ns));
  for (const [name, member] of ns.structIterator()) {
    const at = path === "" ? lower(name) : `${path}.${lower(name)}`;
    if (value[name] !== undefined) collect(member, value[name], at, missing);
    else if (required.has(name) && !member.isIdempotencyToken()) missing.push(at);
  }
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
