import type { Handlers } from "../wire/handler";
import type { Access } from "../world/access";
import type { Identity } from "../world/identity";
import type { Kernel } from "../world/kernel";
import { createIamPolicyHandlers } from "./iam-policies";
import { createIamSimulationHandlers } from "./iam-simulation";
import { listOf, marked, profileView, readTags, roleView } from "./iam-views";

/** IAM: roles and instance profiles here, managed policies beside. Global: an account has them in every Region. */
export function createIamHandlers(world: { identity: Identity; access: Access; kernel: Kernel }) {
  const { identity } = world;
  const rolesOf = (account: string) => (name: string) => identity.role(account, name);

  return {
    ...createIamPolicyHandlers(world),
    ...createIamSimulationHandlers(world),

    CreateRole: (input, { account }) => {
      const made = identity.createRole(account, {
        name: input.RoleName ?? "",
        trust: input.AssumeRolePolicyDocument ?? "",
        ...(input.Path === undefined ? {} : { path: input.Path }),
        description: input.Description,
        ...(input.MaxSessionDuration === undefined ? {} : { maxSession: input.MaxSessionDuration }),
        boundary: input.PermissionsBoundary,
        tags: readTags(input.Tags),
      });
      return { Role: roleView(made) };
    },
    GetRole: ({ RoleName = "" }, { account }) => ({ Role: roleView(identity.role(account, RoleName)) }),
    ListRoles: ({ PathPrefix = "/", Marker, MaxItems }, { account }) => {
      const found = identity.roles(account).filter((role) => role.path.startsWith(PathPrefix));
      const { items, ...rest } = marked(found, Marker, MaxItems);
      return { Roles: items.map(roleView), ...rest };
    },
    UpdateRole: ({ RoleName = "", Description, MaxSessionDuration }, { account }) => {
      const role = identity.role(account, RoleName);
      if (Description !== undefined) role.description = Description;
      if (MaxSessionDuration !== undefined) role.maxSession = MaxSessionDuration;
      return {};
    },
    UpdateAssumeRolePolicy: ({ RoleName = "", PolicyDocument = "" }, { account }) => {
      identity.trust(account, RoleName, PolicyDocument);
      return {};
    },
    DeleteRole: ({ RoleName = "" }, { account }) => {
      identity.deleteRole(account, RoleName);
      return {};
    },
    TagRole: ({ RoleName = "", Tags }, { account }) => {
      Object.assign(identity.role(account, RoleName).tags, readTags(Tags));
      return {};
    },
    UntagRole: ({ RoleName = "", TagKeys }, { account }) => {
      const { tags } = identity.role(account, RoleName);
      for (const key of TagKeys ?? []) delete tags[key];
      return {};
    },
    ListRoleTags: ({ RoleName = "" }, { account }) => ({
      Tags: listOf(identity.role(account, RoleName).tags),
      IsTruncated: false,
    }),
    PutRolePermissionsBoundary: ({ RoleName = "", PermissionsBoundary }, { account }) => {
      identity.role(account, RoleName).boundary = PermissionsBoundary;
      return {};
    },
    DeleteRolePermissionsBoundary: ({ RoleName = "" }, { account }) => {
      delete identity.role(account, RoleName).boundary;
      return {};
    },

    PutRolePolicy: ({ RoleName = "", PolicyName = "", PolicyDocument = "" }, { account }) => {
      identity.putInline(account, RoleName, PolicyName, PolicyDocument);
      return {};
    },
    GetRolePolicy: ({ RoleName = "", PolicyName = "" }, { account }) => ({
      RoleName,
      PolicyName,
      PolicyDocument: encodeURIComponent(identity.inline(account, RoleName, PolicyName)),
    }),
    ListRolePolicies: ({ RoleName = "", Marker, MaxItems }, { account }) => {
      const { items, ...rest } = marked(Object.keys(identity.role(account, RoleName).inline).sort(), Marker, MaxItems);
      return { PolicyNames: items, ...rest };
    },
    DeleteRolePolicy: ({ RoleName = "", PolicyName = "" }, { account }) => {
      identity.inline(account, RoleName, PolicyName);
      delete identity.role(account, RoleName).inline[PolicyName];
      return {};
    },
    AttachRolePolicy: ({ RoleName = "", PolicyArn = "" }, { account }) => {
      identity.attach(account, RoleName, PolicyArn);
      return {};
    },
    DetachRolePolicy: ({ RoleName = "", PolicyArn = "" }, { account }) => {
      identity.detach(account, RoleName, PolicyArn);
      return {};
    },
    ListAttachedRolePolicies: ({ RoleName = "", Marker, MaxItems }, { account }) => {
      const { items, ...rest } = marked(identity.role(account, RoleName).attached, Marker, MaxItems);
      return {
        AttachedPolicies: items.map((PolicyArn) => ({ PolicyName: PolicyArn.split("/").at(-1), PolicyArn })),
        ...rest,
      };
    },

    CreateInstanceProfile: ({ InstanceProfileName = "", Path, Tags }, { account }) => {
      const made = identity.createProfile(account, InstanceProfileName, Path, readTags(Tags));
      return { InstanceProfile: profileView(made, rolesOf(account)) };
    },
    GetInstanceProfile: ({ InstanceProfileName = "" }, { account }) => ({
      InstanceProfile: profileView(identity.profile(account, InstanceProfileName), rolesOf(account)),
    }),
    ListInstanceProfiles: ({ PathPrefix = "/", Marker, MaxItems }, { account }) => {
      const found = identity.profiles(account).filter((profile) => profile.path.startsWith(PathPrefix));
      const { items, ...rest } = marked(found, Marker, MaxItems);
      return { InstanceProfiles: items.map((profile) => profileView(profile, rolesOf(account))), ...rest };
    },
    ListInstanceProfilesForRole: ({ RoleName = "", Marker, MaxItems }, { account }) => {
      const { name } = identity.role(account, RoleName);
      const found = identity.profiles(account).filter((profile) => profile.roles.includes(name));
      const { items, ...rest } = marked(found, Marker, MaxItems);
      return { InstanceProfiles: items.map((profile) => profileView(profile, rolesOf(account))), ...rest };
    },
    DeleteInstanceProfile: ({ InstanceProfileName = "" }, { account }) => {
      identity.deleteProfile(account, InstanceProfileName);
      return {};
    },
    AddRoleToInstanceProfile: ({ InstanceProfileName = "", RoleName = "" }, { account }) => {
      identity.addRole(account, InstanceProfileName, RoleName);
      return {};
    },
    RemoveRoleFromInstanceProfile: ({ InstanceProfileName = "", RoleName = "" }, { account }) => {
      identity.removeRole(account, InstanceProfileName, RoleName);
      return {};
    },
    GetAccountSummary: (_input, { account }) => ({
      SummaryMap: {
        Users: 1,
        UsersQuota: 5000,
        Roles: identity.roles(account).length,
        RolesQuota: 1000,
        InstanceProfiles: identity.profiles(account).length,
        InstanceProfilesQuota: 1000,
        Policies: identity.policies(account).length,
        PoliciesQuota: 1500,
        AttachedPoliciesPerRoleQuota: 10,
        VersionsPerPolicyQuota: 5,
        PolicySizeQuota: 6144,
        AccountMFAEnabled: 0,
        AccountAccessKeysPresent: 0,
      },
    }),
    ListAccountAliases: () => ({ AccountAliases: [], IsTruncated: false }),
  } satisfies Handlers<"iam">;
}
