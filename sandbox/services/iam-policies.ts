import { AwsError, type Handlers } from "../wire/handler";
import type { Identity } from "../world/identity";
import type { ManagedPolicy } from "../world/identity-records";
import { listOf, marked, policyView, readTags } from "./iam-views";

/** IAM's managed policies. */
export function createIamPolicyHandlers({ identity }: { identity: Identity }) {
  const view = (account: string, policy: ManagedPolicy) =>
    policyView(policy, identity.attachments(account, policy.arn));
  const versionView = (policy: ManagedPolicy, id: string, withDocument: boolean) => {
    const version = policy.versions.find((known) => known.id === id);
    if (!version)
      throw new AwsError(
        "NoSuchEntity",
        `Policy ${policy.arn} version ${id} does not exist or is not attachable.`,
        404,
      );
    return {
      VersionId: version.id,
      IsDefaultVersion: version.id === policy.defaultVersion,
      CreateDate: new Date(version.createdAt),
      ...(withDocument ? { Document: encodeURIComponent(version.document) } : {}),
    };
  };

  return {
    CreatePolicy: (input, { account }) => {
      const made = identity.createPolicy(account, {
        name: input.PolicyName ?? "",
        document: input.PolicyDocument ?? "",
        ...(input.Path === undefined ? {} : { path: input.Path }),
        description: input.Description,
        tags: readTags(input.Tags),
      });
      return { Policy: view(account, made) };
    },
    GetPolicy: ({ PolicyArn = "" }, { account }) => ({ Policy: view(account, identity.policy(account, PolicyArn)) }),
    ListPolicies: ({ Scope, OnlyAttached, PathPrefix = "/", Marker, MaxItems }, { account }) => {
      const found = (Scope === "AWS" ? [] : identity.policies(account))
        .filter((policy) => policy.path.startsWith(PathPrefix))
        .filter((policy) => !OnlyAttached || identity.attachments(account, policy.arn) > 0);
      const { items, ...rest } = marked(found, Marker, MaxItems);
      return { Policies: items.map((policy) => view(account, policy)), ...rest };
    },
    DeletePolicy: ({ PolicyArn = "" }, { account }) => {
      identity.deletePolicy(account, PolicyArn);
      return {};
    },
    CreatePolicyVersion: ({ PolicyArn = "", PolicyDocument = "", SetAsDefault }, { account }) => {
      const version = identity.addVersion(account, PolicyArn, PolicyDocument, SetAsDefault ?? false);
      return { PolicyVersion: versionView(identity.ownPolicy(account, PolicyArn), version.id, false) };
    },
    GetPolicyVersion: ({ PolicyArn = "", VersionId = "" }, { account }) => ({
      PolicyVersion: versionView(identity.policy(account, PolicyArn), VersionId, true),
    }),
    ListPolicyVersions: ({ PolicyArn = "", Marker, MaxItems }, { account }) => {
      const policy = identity.policy(account, PolicyArn);
      const { items, ...rest } = marked([...policy.versions].reverse(), Marker, MaxItems);
      return { Versions: items.map(({ id }) => versionView(policy, id, false)), ...rest };
    },
    SetDefaultPolicyVersion: ({ PolicyArn = "", VersionId = "" }, { account }) => {
      const policy = identity.ownPolicy(account, PolicyArn);
      policy.defaultVersion = versionView(policy, VersionId, false).VersionId;
      return {};
    },
    DeletePolicyVersion: ({ PolicyArn = "", VersionId = "" }, { account }) => {
      identity.deleteVersion(account, PolicyArn, VersionId);
      return {};
    },
    TagPolicy: ({ PolicyArn = "", Tags }, { account }) => {
      Object.assign(identity.ownPolicy(account, PolicyArn).tags, readTags(Tags));
      return {};
    },
    UntagPolicy: ({ PolicyArn = "", TagKeys }, { account }) => {
      const { tags } = identity.ownPolicy(account, PolicyArn);
      for (const key of TagKeys ?? []) delete tags[key];
      return {};
    },
    ListPolicyTags: ({ PolicyArn = "" }, { account }) => ({
      Tags: listOf(identity.policy(account, PolicyArn).tags),
      IsTruncated: false,
    }),
  } satisfies Handlers<"iam">;
}
