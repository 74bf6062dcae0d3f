import "server-only";
import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import type { AwsContext } from "./client";
import { allPages } from "./pages";

export interface DeniedAction {
  readonly action: string;
  /** A statement denies it; otherwise none allows it. */
  readonly explicit: boolean;
}

/**
 * Which of these actions a principal's own policies do not allow, on all resources. SCPs and policies of resources are
 * not seen. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function deniedActions(
  ctx: AwsContext,
  principalArn: string,
  actions: readonly string[],
): Promise<DeniedAction[]> {
  const results = await allPages("iam:SimulatePrincipalPolicy", async (Marker) => {
    const page = await ctx.call("iam:SimulatePrincipalPolicy", () =>
      ctx
        .client(IAMClient)
        .send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: principalArn, ActionNames: [...actions], Marker })),
    );
    return { items: page.EvaluationResults ?? [], next: page.IsTruncated ? page.Marker : undefined };
  });
  return results.flatMap(({ EvalDecision, EvalActionName = "" }) =>
    EvalDecision === "allowed" ? [] : [{ action: EvalActionName, explicit: EvalDecision === "explicitDeny" }],
  );
}

/**
 * What IAM can simulate for a caller: a user or role by its own ARN, a session by its role's (of a role with a path the
 * session does not tell it, and IAM then knows no such role). "root" may do everything; undefined for federated users.
 */
export function simulatedPrincipal(callerArn: string): { readonly arn: string; readonly root: boolean } | undefined {
  const [, partition, service, , account, ...rest] = callerArn.split(":");
  const resource = rest.join(":");
  if (service === "iam" && resource === "root") return { arn: callerArn, root: true };
  if (service === "iam" && /^(user|role)\//.test(resource)) return { arn: callerArn, root: false };
  const role = service === "sts" ? /^assumed-role\/([^/]+)\//.exec(resource)?.[1] : undefined;
  return role === undefined ? undefined : { arn: `arn:${partition}:iam::${account}:role/${role}`, root: false };
}
