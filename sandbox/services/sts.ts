import { AwsError, type Handlers } from "../wire/handler";
import type { Identity } from "../world/identity";
import type { Kernel } from "../world/kernel";
import { stableHex } from "../world/stable-id";

/** STS: who am I, and being somebody else. In here the access key names the account, so a session's key is its account. */
export function createStsHandlers({ identity, kernel }: { identity: Identity; kernel: Kernel }) {
  return {
    GetCallerIdentity: (_input, { account }) => ({
      Account: account,
      UserId: `AIDA${stableHex(17, account, "user").toUpperCase()}`,
      Arn: `arn:aws:iam::${account}:user/slipway`,
    }),
    AssumeRole: ({ RoleArn = "", RoleSessionName = "", DurationSeconds = 3600 }) => {
      const parts = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(RoleArn);
      if (!parts) throw new AwsError("ValidationError", `${RoleArn} is invalid`);
      const [, account = "", name = ""] = parts;
      const role = identity.roles(account).find((known) => known.name === name);
      if (!role) {
        throw new AwsError(
          "AccessDenied",
          `User is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
          403,
        );
      }
      return {
        Credentials: {
          AccessKeyId: account,
          SecretAccessKey: stableHex(40, RoleArn, RoleSessionName),
          SessionToken: stableHex(64, RoleArn, RoleSessionName, "token"),
          Expiration: new Date(kernel.now() + DurationSeconds * 1000),
        },
        AssumedRoleUser: {
          AssumedRoleId: `${role.id}:${RoleSessionName}`,
          Arn: `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`,
        },
      };
    },
  } satisfies Handlers<"sts">;
}
