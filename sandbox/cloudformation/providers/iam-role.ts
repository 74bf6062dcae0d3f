import type { Mapping } from "../template/values";
import { document, mappings, number, ownTags, physicalName, picked, tagChange, tagsOf, text, texts } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

/** Inline policies by name, as JSON text. */
const inline = (properties: Mapping): Map<string, string> =>
  new Map(
    mappings(properties, "Policies").map((policy) => [
      text(policy, "PolicyName") ?? "",
      document(policy, "PolicyDocument") ?? "{}",
    ]),
  );

/** Brings the role's policies from what `before` says to what the properties say. */
function setPolicies({ tools, ctx, properties, before }: Call, RoleName: string): void {
  const had = inline(before);
  const has = inline(properties);
  for (const PolicyName of had.keys()) {
    if (!has.has(PolicyName)) quietly(() => tools.invoke("iam", "DeleteRolePolicy", { RoleName, PolicyName }, ctx));
  }
  for (const [PolicyName, PolicyDocument] of has) {
    if (had.get(PolicyName) === PolicyDocument) continue;
    tools.invoke("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument }, ctx);
  }
  const hadArns = texts(before, "ManagedPolicyArns") ?? [];
  const hasArns = texts(properties, "ManagedPolicyArns") ?? [];
  for (const PolicyArn of hadArns) {
    if (hasArns.includes(PolicyArn)) continue;
    quietly(() => tools.invoke("iam", "DetachRolePolicy", { RoleName, PolicyArn }, ctx));
  }
  for (const PolicyArn of hasArns) {
    if (!hadArns.includes(PolicyArn)) tools.invoke("iam", "AttachRolePolicy", { RoleName, PolicyArn }, ctx);
  }
}

/** AWS::IAM::Role with its inline and managed policies. Ref is the name. */
export const role: Provider = {
  settle: 3000,
  create(call) {
    const { tools, ctx, properties } = call;
    const RoleName = text(properties, "RoleName") ?? physicalName(call, 64);
    const tags = tagsOf(call, mappings(properties, "Tags")).filter((tag) => !tag.Key.startsWith("aws:"));
    const optional = {
      Path: text(properties, "Path"),
      Description: text(properties, "Description"),
      MaxSessionDuration: number(properties, "MaxSessionDuration"),
      PermissionsBoundary: text(properties, "PermissionsBoundary"),
      Tags: tags.length > 0 ? tags : undefined,
    };
    tools.invoke(
      "iam",
      "CreateRole",
      {
        RoleName,
        AssumeRolePolicyDocument: document(properties, "AssumeRolePolicyDocument") ?? "{}",
        ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
      },
      ctx,
    );
    call.made = RoleName;
    setPolicies({ ...call, before: {} }, RoleName);
    return RoleName;
  },
  update(call) {
    const { tools, ctx, properties, before, physicalId: RoleName } = call;
    const PolicyDocument = document(properties, "AssumeRolePolicyDocument") ?? "{}";
    if (document(before, "AssumeRolePolicyDocument") !== PolicyDocument) {
      tools.invoke("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument }, ctx);
    }
    setPolicies(call, RoleName);
    const { now, gone } = tagChange(call);
    const own = now.filter((tag) => !tag.Key.startsWith("aws:"));
    if (gone.length > 0) tools.invoke("iam", "UntagRole", { RoleName, TagKeys: gone }, ctx);
    if (own.length > 0) tools.invoke("iam", "TagRole", { RoleName, Tags: own }, ctx);
  },
  delete(call) {
    const { tools, ctx, physicalId: RoleName } = call;
    quietly(() => {
      setPolicies({ ...call, before: call.properties, properties: {} }, RoleName);
      tools.invoke("iam", "DeleteRole", { RoleName }, ctx);
    });
  },
  actual(call) {
    const { tools, ctx, physicalId: RoleName } = call;
    const found = tools.invoke("iam", "GetRole", { RoleName }, ctx).Role;
    const attached = tools.invoke("iam", "ListAttachedRolePolicies", { RoleName }, ctx).AttachedPolicies ?? [];
    // Policies of the stack's own AWS::IAM::Policy resources stand beside the role's.
    const names = [...inline(call.properties).keys()];
    const kept = (tools.invoke("iam", "ListRolePolicies", { RoleName }, ctx).PolicyNames ?? []).filter((name) =>
      names.includes(name),
    );
    return (
      found && {
        ...picked(found, "RoleName Path Description MaxSessionDuration"),
        AssumeRolePolicyDocument: decodeURIComponent(found.AssumeRolePolicyDocument ?? "{}"),
        PermissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
        ManagedPolicyArns: attached.map((policy) => policy.PolicyArn),
        Policies: kept.map((PolicyName) => {
          const policy = tools.invoke("iam", "GetRolePolicy", { RoleName, PolicyName }, ctx);
          return { PolicyName, PolicyDocument: decodeURIComponent(policy.PolicyDocument ?? "{}") };
        }),
        Tags: ownTags(call, found.Tags),
      }
    );
  },
  read({ tools, ctx, physicalId }) {
    const found = tools.invoke("iam", "GetRole", { RoleName: physicalId }, ctx).Role;
    return { Arn: found?.Arn ?? "", RoleId: found?.RoleId ?? "" };
  },
};
