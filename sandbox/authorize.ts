import type { Call } from "./wire/answer";
import { type DenialReason, denial, expired, iamAction, unknownCredentials } from "./wire/denial";
import { USER } from "./wire/handler";
import { callerArn } from "./wire/session";
import type { Struct } from "./wire/values";
import { type Decision, evaluate } from "./world/policy-evaluation";
import type { World } from "./world/world";

/** Services without Regions; IAM sees their calls as made in this one. */
const GLOBAL = new Set(["iam", "route53", "sts"]);

/**
 * Throws what AWS answers a call its caller may not make: credentials that ended or whose role is gone, and, in an
 * account whose policies are enforced, a call they do not allow. `wall` is the host's clock, ms.
 */
export function authorize(call: Call, input: Struct, { access, identity, kernel }: World, wall: number): void {
  const { account, session } = call;
  if (session && wall >= session.until) throw expired(call);
  if (session && !identity.roles(account).some(({ id, name }) => name === session.role && id === session.roleId))
    throw unknownCredentials(call);
  // Needs no permission, and cannot be denied.
  if (!access.enforced(account) || call.operation === "GetCallerIdentity") return;
  const resource = resourceOf(call, input);
  const decision = evaluate(session ? access.role(account, session.role) : access.user(account), {
    action: iamAction(call),
    resource,
    context: {
      "aws:requestedregion": [GLOBAL.has(call.service) ? "us-east-1" : call.region],
      "aws:principalarn": [session ? `arn:aws:iam::${account}:role/${session.role}` : callerArn(call)],
      "aws:principalaccount": [account],
      "aws:principaltype": [session ? "AssumedRole" : "User"],
      ...(session ? {} : { "aws:username": [USER] }),
      "aws:currenttime": [new Date(kernel.now()).toISOString()],
      "aws:securetransport": ["false"],
    },
  });
  if (decision.decision !== "allowed") throw denial(call, resource, reasonOf(decision));
}

function reasonOf({ decision, boundary }: Decision): DenialReason {
  if (boundary === decision) return decision === "explicitDeny" ? "boundary-explicit" : "boundary";
  return decision === "explicitDeny" ? "explicit" : "implicit";
}

/**
 * The resource a call is about, as far as its input names one: an ARN it was given, or one made of the names of a stack,
 * cluster, service, log group, group or role. "*" for calls about nothing in particular.
 */
function resourceOf({ service, account, region }: Call, input: Struct): string {
  const text = (key: string): string | undefined => (typeof input[key] === "string" ? input[key] : undefined);
  const arn = Object.values(input).find((value) => typeof value === "string" && /^arn:aws:/.test(value));
  if (typeof arn === "string") return arn;
  const at = (kind: string) => `arn:aws:${service}:${region}:${account}:${kind}`;
  const last = (value: string) => value.slice(value.lastIndexOf("/") + 1);
  switch (service) {
    case "cloudformation": {
      const stack = text("StackName");
      return stack === undefined ? "*" : at(`stack/${stack}/*`);
    }
    case "ecs": {
      const cluster = last(text("cluster") ?? text("clusterName") ?? "default");
      const name = text("service") ?? text("serviceName");
      if (name !== undefined) return at(`service/${cluster}/${last(name)}`);
      return text("cluster") === undefined && text("clusterName") === undefined ? "*" : at(`cluster/${cluster}`);
    }
    case "logs": {
      const group = text("logGroupName");
      return group === undefined ? "*" : at(`log-group:${group}:log-stream:${text("logStreamName") ?? ""}`);
    }
    case "autoscaling": {
      const group = text("AutoScalingGroupName");
      return group === undefined ? "*" : at(`autoScalingGroup:*:autoScalingGroupName/${group}`);
    }
    case "iam": {
      const role = text("RoleName");
      return role === undefined ? "*" : `arn:aws:iam::${account}:role/${role}`;
    }
    default:
      return "*";
  }
}
