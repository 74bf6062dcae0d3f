import "server-only";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsContext } from "./client";

export interface Identity {
  readonly accountId: string;
  readonly arn: string;
}

/** Whose credentials Slipway has: needs no permission. */
export async function callerIdentity(ctx: AwsContext): Promise<Identity> {
  const answer = await ctx.call("sts:GetCallerIdentity", () =>
    ctx.client(STSClient).send(new GetCallerIdentityCommand({})),
  );
  return { accountId: answer.Account ?? "", arn: answer.Arn ?? "" };
}
