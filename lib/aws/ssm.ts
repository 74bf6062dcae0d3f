import "server-only";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { AwsContext } from "./client";
import { batches } from "./pages";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;

/** Parameters' values by name; those that do not exist are left out. Never asks for secrets to be decrypted. */
export async function ssmParameters(ctx: AwsContext, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const Names of batches([...new Set(names)], NAMES_PER_CALL)) {
    const answer = await ctx.call("ssm:GetParameters", () =>
      ctx.client(SSMClient).send(new GetParametersCommand({ Names, WithDecryption: false })),
    );
    for (const { Name, Value } of answer.Parameters ?? []) if (Name && Value) found.set(Name, Value);
  }
  return found;
}
