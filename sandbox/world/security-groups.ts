import type { IpPermission } from "@aws-sdk/client-ec2";
import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf, type Tags } from "./shelf";
import { stableId } from "./stable-id";
import type { SubnetLookup } from "./subnets";

export interface SecurityGroup {
  id: string;
  name: string;
  description: string;
  vpcId: string;
  tags: Tags;
  ingress: IpPermission[];
  egress: IpPermission[];
}

export type Direction = "ingress" | "egress";
export type SecurityGroups = ReturnType<typeof createSecurityGroups>;

const EVERYTHING: IpPermission = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

/** Security groups; each VPC has a "default" one from the beginning. Nothing filters packets by them here. */
export function createSecurityGroups(
  kernel: Kernel,
  network: SubnetLookup,
  inUse: (place: Place, id: string) => boolean,
) {
  const shelf = createShelf(kernel, "ec2.security-groups", () => ({}) as Record<string, SecurityGroup>);

  const all = (place: Place): Record<string, SecurityGroup> => {
    const groups = shelf(place);
    const vpcIds = network.vpcIds(place);
    // A VPC's default group goes with it.
    for (const group of Object.values(groups)) if (!vpcIds.includes(group.vpcId)) delete groups[group.id];
    for (const vpcId of vpcIds) {
      const id = stableId("sg", place, `default-${vpcId}`);
      groups[id] ??= {
        id,
        name: "default",
        description: "default VPC security group",
        vpcId,
        tags: {},
        ingress: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: id, UserId: place.account }] }],
        egress: [EVERYTHING],
      };
    }
    return groups;
  };

  const find = (place: Place, id: string): SecurityGroup => {
    const group = all(place)[id];
    if (group) return group;
    throw new AwsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`);
  };

  return {
    find,
    list: (place: Place): SecurityGroup[] => Object.values(all(place)),

    create(place: Place, input: { name: string; description: string; vpcId?: string | undefined; tags: Tags }) {
      const vpcId = input.vpcId ?? network.vpcIds(place)[0] ?? "";
      if (!network.vpcIds(place).includes(vpcId)) {
        throw new AwsError("InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
      }
      if (Object.values(all(place)).some((group) => group.name === input.name && group.vpcId === vpcId)) {
        throw new AwsError(
          "InvalidGroup.Duplicate",
          `The security group '${input.name}' already exists for VPC '${vpcId}'`,
        );
      }
      const group: SecurityGroup = {
        id: `sg-0${kernel.hex(16)}`,
        name: input.name,
        description: input.description,
        vpcId,
        tags: input.tags,
        ingress: [],
        egress: [EVERYTHING],
      };
      all(place)[group.id] = group;
      return group;
    },

    remove(place: Place, id: string) {
      const group = find(place, id);
      if (group.name === "default") {
        throw new AwsError(
          "CannotDelete",
          'the specified group: "default" name: "default" cannot be deleted by a user',
        );
      }
      const named = Object.values(all(place)).some(
        (other) => other.id !== id && [...other.ingress, ...other.egress].some((rule) => names(rule, id)),
      );
      if (named || inUse(place, id)) {
        throw new AwsError("DependencyViolation", `resource ${id} has a dependent object`);
      }
      delete all(place)[id];
    },

    /** Adds rules; one that is there already refuses the call. */
    authorize(place: Place, id: string, direction: Direction, rules: readonly IpPermission[]) {
      const group = find(place, id);
      const known = new Set(group[direction].flatMap(single).map(ruleKey));
      const added = rules.flatMap(single);
      const twin = added.find((rule) => known.has(ruleKey(rule)));
      if (twin) {
        throw new AwsError("InvalidPermission.Duplicate", `the specified rule "${ruleText(twin)}" already exists`);
      }
      group[direction].push(...added);
      return added;
    },

    /** Takes rules away; one that is not there refuses the call. */
    revoke(place: Place, id: string, direction: Direction, rules: readonly IpPermission[]) {
      const group = find(place, id);
      const gone = new Set(rules.flatMap(single).map(ruleKey));
      const kept = group[direction].flatMap(single).filter((rule) => !gone.has(ruleKey(rule)));
      if (kept.length === group[direction].flatMap(single).length) {
        throw new AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
      }
      group[direction] = kept;
    },
  };
}

const names = (rule: IpPermission, id: string): boolean =>
  (rule.UserIdGroupPairs ?? []).some((pair) => pair.GroupId === id);

/** Splits a permission into rules with one source each, as EC2 counts and numbers them. */
export function single(rule: IpPermission): IpPermission[] {
  const base: IpPermission = {
    IpProtocol: rule.IpProtocol ?? "-1",
    ...(rule.FromPort === undefined ? {} : { FromPort: rule.FromPort }),
    ...(rule.ToPort === undefined ? {} : { ToPort: rule.ToPort }),
  };
  return [
    ...(rule.IpRanges ?? []).map((range) => ({ ...base, IpRanges: [range] })),
    ...(rule.Ipv6Ranges ?? []).map((range) => ({ ...base, Ipv6Ranges: [range] })),
    ...(rule.UserIdGroupPairs ?? []).map((pair) => ({ ...base, UserIdGroupPairs: [pair] })),
    ...(rule.PrefixListIds ?? []).map((list) => ({ ...base, PrefixListIds: [list] })),
  ];
}

const sourceOf = (rule: IpPermission): string =>
  rule.IpRanges?.[0]?.CidrIp ??
  rule.Ipv6Ranges?.[0]?.CidrIpv6 ??
  rule.UserIdGroupPairs?.[0]?.GroupId ??
  rule.PrefixListIds?.[0]?.PrefixListId ??
  "";

const ruleKey = (rule: IpPermission): string =>
  [rule.IpProtocol, rule.FromPort ?? "", rule.ToPort ?? "", sourceOf(rule)].join("|");

const ruleText = (rule: IpPermission): string =>
  `peer: ${sourceOf(rule)}, ${rule.IpProtocol === "-1" ? "ALL" : (rule.IpProtocol ?? "").toUpperCase()}${
    rule.FromPort === undefined ? "" : `, from port: ${rule.FromPort}, to port: ${rule.ToPort}`
  }, ALLOW`;
