import { AwsError, type Handlers, USER } from "../wire/handler";
import { callerArn, writeSessionToken } from "../wire/session";
import type { Access } from "../world/access";
import type { Identity } from "../world/identity";
import { stableHex } from "../world/stable-id";

type Home = { identity: Identity; access: Access };

/** The other accounts of this AWS; `wall` is the host's clock (ms), by which SDKs judge when credentials end. */
export interface Neighbours {
  readonly wall: () => number;
  /** Undefined for an account nobody has used yet. */
  world(account: string): Home | undefined;
}

export const ALONE: Neighbours = { wall: Date.now, world: () => undefined };

/** STS: who am I, and being somebody else, in this account or another. */
export function createStsHandlers(home: Home, neighbours: Neighbours) {
  return {
    GetCallerIdentity: (_input, ctx) => ({
      Account: ctx.account,
      UserId: ctx.session
        ? `${ctx.session.roleId}:${ctx.session.name}`
        : `AIDA${stableHex(17, ctx.account, USER).toUpperCase()}`,
      Arn: callerArn(ctx),
    }),

    AssumeRole: ({ RoleArn = "", RoleSessionName = "", DurationSeconds = 3600, ExternalId }, ctx) => {
      const parts = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(RoleArn);
      if (!parts) throw new AwsError("ValidationError", `${RoleArn} is invalid`);
      const [, account = "", name = ""] = parts;
      const caller = callerArn(ctx);
      const there = account === ctx.account ? home : neighbours.world(account);
      const role = there?.identity.roles(account).find((known) => known.name === name && known.arn === RoleArn);
      if (!there || !role || !there.access.trusts(role, caller, ExternalId)) {
        throw new AwsError(
          "AccessDenied",
          `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
          403,
        );
      }
      if (DurationSeconds > role.maxSession) {
        throw new AwsError(
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        );
      }
      if (ctx.session && DurationSeconds > 3600) {
        throw new AwsError(
          "ValidationError",
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        );
      }
      const until = neighbours.wall() + DurationSeconds * 1000;
      return {
        Credentials: {
          AccessKeyId: `ASIA${stableHex(16, RoleArn, RoleSessionName).toUpperCase()}`,
          SecretAccessKey: stableHex(40, RoleArn, RoleSessionName),
          SessionToken: writeSessionToken({ account, role: name, roleId: role.id, name: RoleSessionName, until }),
          Expiration: new Date(until),
        },
        AssumedRoleUser: {
          AssumedRoleId: `${role.id}:${RoleSessionName}`,
          Arn: `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`,
        },
      };
    },
  } satisfies Handlers<"sts">;
}
