import type { IpPermission } from "@aws-sdk/client-ec2";
import { type Mapping, sameValue } from "../template/values";
import { retag, tagSpecifications } from "./ec2-tags";
import { mappings, number, ownTags, physicalName, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

/** One rule of a template as EC2 takes it. */
export function permission(rule: Mapping, direction: "ingress" | "egress"): IpPermission {
  const description = text(rule, "Description");
  const described = description === undefined ? {} : { Description: description };
  const group =
    direction === "ingress" ? text(rule, "SourceSecurityGroupId") : text(rule, "DestinationSecurityGroupId");
  const list = direction === "ingress" ? text(rule, "SourcePrefixListId") : text(rule, "DestinationPrefixListId");
  const four = text(rule, "CidrIp");
  const six = text(rule, "CidrIpv6");
  return {
    IpProtocol: text(rule, "IpProtocol") ?? "-1",
    FromPort: number(rule, "FromPort"),
    ToPort: number(rule, "ToPort"),
    IpRanges: four === undefined ? [] : [{ CidrIp: four, ...described }],
    Ipv6Ranges: six === undefined ? [] : [{ CidrIpv6: six, ...described }],
    UserIdGroupPairs: group === undefined ? [] : [{ GroupId: group, ...described }],
    PrefixListIds: list === undefined ? [] : [{ PrefixListId: list, ...described }],
  };
}

/** The opposite: the template's rules, one for each peer, of what EC2 answers. */
export function rulesOf(from: IpPermission, direction: "ingress" | "egress"): Mapping[] {
  const ports = Object.fromEntries(
    Object.entries({ IpProtocol: from.IpProtocol, FromPort: from.FromPort, ToPort: from.ToPort }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const side = direction === "ingress" ? "Source" : "Destination";
  const rule = (peer: Mapping, Description: string | undefined) => ({
    ...ports,
    ...peer,
    ...(Description === undefined ? {} : { Description }),
  });
  return [
    ...(from.IpRanges ?? []).map(({ CidrIp, Description }) => rule({ CidrIp }, Description)),
    ...(from.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => rule({ CidrIpv6 }, Description)),
    ...(from.UserIdGroupPairs ?? []).map((pair) =>
      rule({ [`${side}SecurityGroupId`]: pair.GroupId }, pair.Description),
    ),
    ...(from.PrefixListIds ?? []).map((list) => rule({ [`${side}PrefixListId`]: list.PrefixListId }, list.Description)),
  ];
}

const EVERYTHING: IpPermission = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

function setRules(call: Call, groupId: string, before: Mapping): void {
  const { tools, ctx, properties } = call;
  const had = mappings(before, "SecurityGroupIngress");
  const has = mappings(properties, "SecurityGroupIngress");
  const gone = had.filter((rule) => !has.some((other) => sameValue(rule, other)));
  const fresh = has.filter((rule) => !had.some((other) => sameValue(rule, other)));
  const permissions = (rules: Mapping[], direction: "ingress" | "egress") => ({
    GroupId: groupId,
    IpPermissions: rules.map((rule) => permission(rule, direction)),
  });
  if (gone.length > 0) tools.invoke("ec2", "RevokeSecurityGroupIngress", permissions(gone, "ingress"), ctx);
  if (fresh.length > 0) tools.invoke("ec2", "AuthorizeSecurityGroupIngress", permissions(fresh, "ingress"), ctx);

  const hadOut = mappings(before, "SecurityGroupEgress");
  const out = mappings(properties, "SecurityGroupEgress");
  if (sameValue(hadOut, out)) return;
  // A new group lets everything out; rules of its own take that rule's place.
  if (hadOut.length > 0) tools.invoke("ec2", "RevokeSecurityGroupEgress", permissions(hadOut, "egress"), ctx);
  else tools.invoke("ec2", "RevokeSecurityGroupEgress", { GroupId: groupId, IpPermissions: [EVERYTHING] }, ctx);
  const wanted = out.length > 0 ? permissions(out, "egress") : { GroupId: groupId, IpPermissions: [EVERYTHING] };
  tools.invoke("ec2", "AuthorizeSecurityGroupEgress", wanted, ctx);
}

/** AWS::EC2::SecurityGroup. Ref is the group's id. */
export const securityGroup: Provider = {
  settle: 2000,
  create(call) {
    const { tools, ctx, properties } = call;
    const vpc = text(properties, "VpcId");
    const { GroupId = "" } = tools.invoke(
      "ec2",
      "CreateSecurityGroup",
      {
        GroupName: text(properties, "GroupName") ?? physicalName(call),
        Description: text(properties, "GroupDescription") ?? "",
        ...(vpc === undefined ? {} : { VpcId: vpc }),
        TagSpecifications: tagSpecifications(call, "security-group"),
      },
      ctx,
    );
    call.made = GroupId;
    setRules(call, GroupId, {});
    return GroupId;
  },
  update(call) {
    setRules(call, call.physicalId, call.before);
    retag(call);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DeleteSecurityGroup", { GroupId: physicalId }, ctx));
  },
  actual(call) {
    const { tools, ctx, physicalId } = call;
    const found = tools.invoke("ec2", "DescribeSecurityGroups", { GroupIds: [physicalId] }, ctx).SecurityGroups?.[0];
    return (
      found && {
        GroupName: found.GroupName,
        GroupDescription: found.Description,
        VpcId: found.VpcId,
        SecurityGroupIngress: (found.IpPermissions ?? []).flatMap((one) => rulesOf(one, "ingress")),
        SecurityGroupEgress: (found.IpPermissionsEgress ?? []).flatMap((one) => rulesOf(one, "egress")),
        Tags: ownTags(call, found.Tags),
      }
    );
  },
  read({ tools, ctx, physicalId }) {
    const group = tools.invoke("ec2", "DescribeSecurityGroups", { GroupIds: [physicalId] }, ctx).SecurityGroups?.[0];
    return { GroupId: physicalId, Id: physicalId, VpcId: group?.VpcId ?? "" };
  },
};

const rule = (direction: "ingress" | "egress"): Provider => ({
  create({ tools, ctx, properties }) {
    const input = { GroupId: text(properties, "GroupId") ?? "", IpPermissions: [permission(properties, direction)] };
    const answer =
      direction === "ingress"
        ? tools.invoke("ec2", "AuthorizeSecurityGroupIngress", input, ctx)
        : tools.invoke("ec2", "AuthorizeSecurityGroupEgress", input, ctx);
    return answer.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? `sgr-0${tools.kernel.hex(16)}`;
  },
  delete({ tools, ctx, properties }) {
    const input = { GroupId: text(properties, "GroupId") ?? "", IpPermissions: [permission(properties, direction)] };
    quietly(() =>
      direction === "ingress"
        ? tools.invoke("ec2", "RevokeSecurityGroupIngress", input, ctx)
        : tools.invoke("ec2", "RevokeSecurityGroupEgress", input, ctx),
    );
  },
  // A rule is there or it is not: its identity is all it has.
  actual({ tools, ctx, properties }) {
    const input = { GroupIds: [text(properties, "GroupId") ?? ""] };
    const group = tools.invoke("ec2", "DescribeSecurityGroups", input, ctx).SecurityGroups?.[0];
    const all = (direction === "ingress" ? group?.IpPermissions : group?.IpPermissionsEgress) ?? [];
    const [wanted] = rulesOf(permission(properties, direction), direction);
    return all
      .flatMap((one) => rulesOf(one, direction))
      .find((one) => sameValue({ ...one, Description: "" }, { ...wanted, Description: "" }));
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
});

export const securityGroupIngress = rule("ingress");
export const securityGroupEgress = rule("egress");
