import "server-only";
import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import type { AwsContext } from "./client";
import { allPages } from "./pages";

/** Which of these actions a principal's own policies do not allow. SCPs and boundaries of resources are not seen. */
export async function deniedActions(
  ctx: AwsContext,
  principalArn: string,
  actions: readonly string[],
): Promise<string[]> {
  const results = await allPages("iam:SimulatePrincipalPolicy", async (Marker) => {
    const page = await ctx.call("iam:SimulatePrincipalPolicy", () =>
      ctx
        .client(IAMClient)
        .send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: principalArn, ActionNames: [...actions], Marker })),
    );
    return { items: page.EvaluationResults ?? [], next: page.IsTruncated ? page.Marker : undefined };
  });
  return results.flatMap((result) => (result.EvalDecision === "allowed" ? [] : [result.EvalActionName ?? ""]));
}
