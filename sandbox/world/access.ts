import { AwsError, USER } from "../wire/handler";
import { managedPolicy } from "./aws-policies";
import type { Identity } from "./identity";
import type { Role } from "./identity-records";
import type { Kernel } from "./kernel";
import { readPolicy } from "./policy-document";
import { applies, type NamedPolicy, type Permissions } from "./policy-evaluation";

interface Kept {
  /** Policies of the account's one user, in place of AdministratorAccess: name → document. */
  user?: Record<string, string>;
  /** The user's permissions boundary, a document. */
  boundary?: string;
  /** Whether calls are held to the policies of whoever makes them. */
  enforced: boolean;
}

export type Access = ReturnType<typeof createAccess>;

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** Who may what in an account: the policies of its user and its roles, and whether calls are held to them. */
export function createAccess(kernel: Kernel, identity: Identity) {
  const home = kernel.slice<Record<string, Kept>>("iam.access", () => ({}));
  const of = (account: string): Kept => {
    home[account] ??= { enforced: false };
    return home[account];
  };

  const managed = (account: string, arn: string): NamedPolicy => {
    const policy = identity.policy(account, arn);
    const document = policy.versions.find(({ id }) => id === policy.defaultVersion)?.document ?? "{}";
    return { id: policy.name, type: managedPolicy(arn) ? "aws-managed" : "user-managed", document };
  };
  const ofRole = (account: string, role: Role): Permissions => ({
    policies: [
      ...Object.entries(role.inline).map(([id, document]): NamedPolicy => ({ id, type: "role", document })),
      ...role.attached.map((arn) => managed(account, arn)),
    ],
    ...(role.boundary !== undefined && { boundary: [managed(account, role.boundary)] }),
  });
  const ofUser = (account: string): Permissions => {
    const { user, boundary } = of(account);
    return {
      policies: user
        ? Object.entries(user).map(([id, document]): NamedPolicy => ({ id, type: "user", document }))
        : [managed(account, ADMINISTRATOR)],
      ...(boundary !== undefined && { boundary: [{ id: "boundary", type: "user-managed", document: boundary }] }),
    };
  };

  return {
    enforced: (account: string): boolean => of(account).enforced,
    /** What was set by `set`; documents as text. */
    settings: (account: string): Readonly<Kept> => of(account),
    /** Changes what is given; null takes the user's policies or boundary back to what every account begins with. */
    set(
      account: string,
      change: { user?: Record<string, string> | null; boundary?: string | null; enforced?: boolean },
    ): void {
      const kept = of(account);
      if (change.user === null) delete kept.user;
      else if (change.user) kept.user = change.user;
      if (change.boundary === null) delete kept.boundary;
      else if (change.boundary !== undefined) kept.boundary = change.boundary;
      if (change.enforced !== undefined) kept.enforced = change.enforced;
    },
    user: ofUser,
    role: (account: string, name: string): Permissions => ofRole(account, identity.role(account, name)),

    /** The permissions of the user or role an ARN names. Throws IAM's errors. */
    ofArn(account: string, arn: string): Permissions {
      const [, owner, kind, name = ""] = /^arn:aws:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
      if (!kind)
        throw new AwsError("InvalidInput", `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
      if (kind === "role" && owner === account) return ofRole(account, identity.role(account, name));
      if (kind === "user" && owner === account && name === USER) return ofUser(account);
      throw new AwsError("NoSuchEntity", `The ${kind} with name ${name} cannot be found.`, 404);
    },

    /** Whether a role's trust policy lets this caller (an ARN) take it on. */
    trusts(role: Role, caller: string, externalId: string | undefined): boolean {
      const account = caller.split(":")[4] ?? "";
      const session = /:assumed-role\/([^/]+)\//.exec(caller)?.[1];
      const names = new Set([
        "*",
        caller,
        account,
        `arn:aws:iam::${account}:root`,
        ...(session === undefined ? [] : [`arn:aws:iam::${account}:role/${session}`]),
      ]);
      const context = {
        "aws:principalarn": [caller],
        "aws:principalaccount": [account],
        ...(externalId !== undefined && { "sts:externalid": [externalId] }),
      };
      const meant = readPolicy(role.trust).filter(
        (statement) =>
          statement.principals?.some((one) => names.has(one)) &&
          applies(statement, { action: "sts:AssumeRole", resource: role.arn, context }, new Set()),
      );
      return meant.length > 0 && meant.every(({ effect }) => effect === "Allow");
    },
  };
}
