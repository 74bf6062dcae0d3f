import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { securityGroups, subnets, vpcs } from "@/lib/aws/ec2-network";
import type { PickQuery } from "./pick";
import type { Picked } from "./types";

export async function pickVpcs(ctx: AwsContext): Promise<Picked> {
  const found = await vpcs(ctx);
  return {
    options: found.map(({ id, name, cidr, isDefault }) => ({
      value: id,
      label: name ? `${name} (${id})` : id,
      detail: isDefault ? `${cidr}, default` : cidr,
    })),
    note: found.length === 0 ? "This account has no VPC in this Region." : undefined,
  };
}

/** Public subnets first; private ones cannot be chosen, and say which route makes them so. */
export async function pickSubnets(ctx: AwsContext, { vpc, public: wantsPublic }: PickQuery): Promise<Picked> {
  if (!vpc) return { options: [], note: "Choose the VPC first." };
  const found = await subnets(ctx, vpc);
  const onlyPublic = wantsPublic !== "false";
  return {
    options: found
      .sort((a, b) => Number(b.public) - Number(a.public) || a.zone.localeCompare(b.zone) || a.id.localeCompare(b.id))
      .map(({ id, name, zone, cidr, public: isPublic, route }) => ({
        value: id,
        label: name ? `${name} (${id})` : id,
        detail: `${zone}, ${cidr}`,
        group: zone,
        disabled: onlyPublic && !isPublic ? `Not public: ${route}` : undefined,
      })),
    note: found.length === 0 ? "This VPC has no subnets." : undefined,
  };
}

export async function pickSecurityGroups(ctx: AwsContext, { vpc }: PickQuery): Promise<Picked> {
  if (!vpc) return { options: [], note: "Choose the VPC first." };
  const found = await securityGroups(ctx, vpc);
  return {
    options: found.map(({ id, name, description }) => ({ value: id, label: `${name} (${id})`, detail: description })),
  };
}
