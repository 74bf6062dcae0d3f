import type { Tag } from "@aws-sdk/client-iam";
import { AwsError } from "../wire/handler";
import type { InstanceProfile, ManagedPolicy, Role } from "../world/identity-records";
import type { Tags } from "../world/shelf";
import { page } from "./paging";

export const readTags = (tags: readonly Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));

export const listOf = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** IAM's paging: IsTruncated always, Marker only when there is more. */
export function marked<T>(all: readonly T[], marker: string | undefined, size = 100) {
  const { items, nextToken } = page(all, marker, size, () => new AwsError("InvalidInput", "Invalid Marker."));
  return { items, IsTruncated: nextToken !== undefined, ...(nextToken === undefined ? {} : { Marker: nextToken }) };
}

/** A role as IAM shows it: the trust policy percent-encoded. */
export function roleView(role: Role) {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSession,
    ...(role.boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy" as const,
            PermissionsBoundaryArn: role.boundary,
          },
        }),
    ...(Object.keys(role.tags).length === 0 ? {} : { Tags: listOf(role.tags) }),
  };
}

export function profileView(profile: InstanceProfile, roleOf: (name: string) => Role) {
  return {
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    Path: profile.path,
    CreateDate: new Date(profile.createdAt),
    Roles: profile.roles.map((name) => roleView(roleOf(name))),
    ...(Object.keys(profile.tags).length === 0 ? {} : { Tags: listOf(profile.tags) }),
  };
}

export function policyView(policy: ManagedPolicy, attachments: number) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    Description: policy.description,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(Object.keys(policy.tags).length === 0 ? {} : { Tags: listOf(policy.tags) }),
  };
}
