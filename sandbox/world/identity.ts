import { AwsError } from "../wire/handler";
import { managedPolicy } from "./aws-policies";
import type { InstanceProfile, ManagedPolicy, PolicyVersion, Role } from "./identity-records";
import type { Kernel } from "./kernel";
import { memberRole } from "./member-role";
import type { Tags } from "./shelf";

interface Kept {
  roles: Record<string, Role>;
  profiles: Record<string, InstanceProfile>;
  /** By ARN. */
  policies: Record<string, ManagedPolicy>;
}

export type Identity = ReturnType<typeof createIdentity>;

/**
 * IAM: roles, instance profiles and policies of an account, the same in every Region. Throws IAM's errors. What they
 * allow is said by `access.ts`. Every account but the first has the role AWS Organizations makes in a member account.
 */
export function createIdentity(kernel: Kernel) {
  const home = kernel.slice<Record<string, Kept>>("iam", () => ({}));
  const of = (account: string): Kept => {
    home[account] ??= { roles: memberRole(account, kernel.now()), profiles: {}, policies: {} };
    return home[account];
  };
  const own = <T>(all: Record<string, T>, name: string): T | undefined =>
    Object.hasOwn(all, name) ? all[name] : undefined;
  const uniqueId = (prefix: string) => `${prefix}${kernel.alphanumeric(17).toUpperCase()}`;
  const arn = (account: string, kind: string, path: string, name: string) =>
    `arn:aws:iam::${account}:${kind}${path}${name}`;

  const role = (account: string, name: string): Role => {
    const found = own(of(account).roles, name);
    if (!found) throw noSuch(`The role with name ${name} cannot be found.`);
    return found;
  };
  const profile = (account: string, name: string): InstanceProfile => {
    const found = own(of(account).profiles, name);
    if (!found) throw noSuch(`Instance Profile ${name} cannot be found.`);
    return found;
  };
  const policy = (account: string, policyArn: string): ManagedPolicy => {
    const found = own(of(account).policies, policyArn) ?? managedPolicy(policyArn);
    if (!found) throw noSuch(`Policy ${policyArn} was not found.`);
    return found;
  };
  const ownPolicy = (account: string, policyArn: string): ManagedPolicy => {
    const found = own(of(account).policies, policyArn);
    if (!found) throw noSuch(`Policy ${policyArn} was not found.`);
    return found;
  };

  return {
    role,
    profile,
    policy,
    ownPolicy,
    roles: (account: string): Role[] => Object.values(of(account).roles).sort(byName),
    profiles: (account: string): InstanceProfile[] => Object.values(of(account).profiles).sort(byName),
    policies: (account: string): ManagedPolicy[] => Object.values(of(account).policies).sort(byName),

    createRole(
      account: string,
      input: Pick<Role, "name" | "trust"> &
        Partial<Pick<Role, "path" | "description" | "maxSession" | "boundary" | "tags">>,
    ): Role {
      const { name, path = "/" } = input;
      if (own(of(account).roles, name)) throw exists(`Role with name ${name} already exists.`);
      checkDocument(input.trust, "This policy contains invalid Json");
      const made: Role = {
        name,
        path,
        id: uniqueId("AROA"),
        arn: arn(account, "role", path, name),
        createdAt: kernel.now(),
        trust: input.trust,
        description: input.description,
        maxSession: input.maxSession ?? 3600,
        boundary: input.boundary,
        inline: {},
        attached: [],
        tags: input.tags ?? {},
      };
      of(account).roles[name] = made;
      return made;
    },
    deleteRole(account: string, name: string) {
      const gone = role(account, name);
      const conflict = (what: string) =>
        new AwsError("DeleteConflict", `Cannot delete entity, must ${what} first.`, 409);
      if (Object.values(of(account).profiles).some((one) => one.roles.includes(name))) {
        throw conflict("remove roles from instance profile");
      }
      if (gone.attached.length > 0) throw conflict("detach all policies");
      if (Object.keys(gone.inline).length > 0) throw conflict("delete policies");
      delete of(account).roles[name];
    },
    trust(account: string, name: string, document: string) {
      checkDocument(document, "This policy contains invalid Json");
      role(account, name).trust = document;
    },
    putInline(account: string, roleName: string, name: string, document: string) {
      checkDocument(document, "Syntax errors in policy.");
      role(account, roleName).inline[name] = document;
    },
    inline(account: string, roleName: string, name: string): string {
      const found = own(role(account, roleName).inline, name);
      if (found === undefined) throw noSuch(`The role policy with name ${name} cannot be found.`);
      return found;
    },
    attach(account: string, roleName: string, policyArn: string) {
      const { attached } = role(account, roleName);
      policy(account, policyArn);
      if (!attached.includes(policyArn)) attached.push(policyArn);
    },
    detach(account: string, roleName: string, policyArn: string) {
      const { attached } = role(account, roleName);
      const at = attached.indexOf(policyArn);
      if (at < 0) throw noSuch(`Policy ${policyArn} was not found.`);
      attached.splice(at, 1);
    },

    createProfile(account: string, name: string, path = "/", tags: Tags = {}): InstanceProfile {
      if (own(of(account).profiles, name)) throw exists(`Instance Profile ${name} already exists.`);
      const made = {
        name,
        path,
        id: uniqueId("AIPA"),
        arn: arn(account, "instance-profile", path, name),
        createdAt: kernel.now(),
        roles: [],
        tags,
      };
      of(account).profiles[name] = made;
      return made;
    },
    deleteProfile(account: string, name: string) {
      if (profile(account, name).roles.length > 0) {
        throw new AwsError(
          "DeleteConflict",
          "Cannot delete entity, must remove roles from instance profile first.",
          409,
        );
      }
      delete of(account).profiles[name];
    },
    addRole(account: string, profileName: string, roleName: string) {
      const { roles } = profile(account, profileName);
      role(account, roleName);
      if (roles.length > 0) {
        throw new AwsError("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409);
      }
      roles.push(roleName);
    },
    removeRole(account: string, profileName: string, roleName: string) {
      const found = profile(account, profileName);
      if (!found.roles.includes(roleName)) throw noSuch(`The role with name ${roleName} cannot be found.`);
      found.roles = found.roles.filter((name) => name !== roleName);
    },

    createPolicy(
      account: string,
      input: { name: string; document: string; path?: string; description?: string | undefined; tags?: Tags },
    ): ManagedPolicy {
      const { name, path = "/" } = input;
      const policyArn = arn(account, "policy", path, name);
      if (own(of(account).policies, policyArn)) {
        throw exists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      }
      checkDocument(input.document, "Syntax errors in policy.");
      const createdAt = kernel.now();
      const made: ManagedPolicy = {
        arn: policyArn,
        id: uniqueId("ANPA"),
        name,
        path,
        description: input.description,
        createdAt,
        updatedAt: createdAt,
        versions: [{ id: "v1", document: input.document, createdAt }],
        defaultVersion: "v1",
        nextVersion: 2,
        tags: input.tags ?? {},
      };
      of(account).policies[policyArn] = made;
      return made;
    },
    addVersion(account: string, policyArn: string, document: string, isDefault: boolean): PolicyVersion {
      const changed = ownPolicy(account, policyArn);
      checkDocument(document, "Syntax errors in policy.");
      if (changed.versions.length >= 5) {
        throw new AwsError(
          "LimitExceeded",
          "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
          409,
        );
      }
      const version = { id: `v${changed.nextVersion++}`, document, createdAt: kernel.now() };
      changed.versions.push(version);
      changed.updatedAt = kernel.now();
      if (isDefault) changed.defaultVersion = version.id;
      return version;
    },
    deleteVersion(account: string, policyArn: string, id: string) {
      const changed = ownPolicy(account, policyArn);
      if (changed.defaultVersion === id) {
        throw new AwsError("DeleteConflict", "Cannot delete the default version of a policy.", 409);
      }
      if (!changed.versions.some((version) => version.id === id))
        throw noSuch(`Policy ${policyArn} version ${id} does not exist or is not attachable.`);
      changed.versions = changed.versions.filter((version) => version.id !== id);
    },
    deletePolicy(account: string, policyArn: string) {
      ownPolicy(account, policyArn);
      if (Object.values(of(account).roles).some(({ attached }) => attached.includes(policyArn))) {
        throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
      }
      delete of(account).policies[policyArn];
    },
    /** How many roles have the policy. */
    attachments: (account: string, policyArn: string): number =>
      Object.values(of(account).roles).filter(({ attached }) => attached.includes(policyArn)).length,
  };
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
const noSuch = (message: string): AwsError => new AwsError("NoSuchEntity", message, 404);
const exists = (message: string): AwsError => new AwsError("EntityAlreadyExists", message, 409);

/** A policy has to be JSON with a statement. */
function checkDocument(document: string, complaint: string): void {
  const bad = new AwsError("MalformedPolicyDocument", complaint);
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value !== "object" || value === null || !("Statement" in value)) throw bad;
  } catch {
    throw bad;
  }
}
