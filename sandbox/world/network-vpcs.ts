import { AwsError } from "../wire/handler";
import { ipv4Block, overlap, within } from "./cidr";
import {
  type CidrAssociation,
  type NetworkFacts,
  type SubnetFacts,
  subnetIpv6Association,
  type VpcFacts,
} from "./network-facts";
import type { NetworkStore } from "./network-store";
import { namedTags } from "./network-tags";
import { zonesOf } from "./regions";
import type { Place } from "./seams";
import type { Tags } from "./shelf";

/** Five addresses of each subnet are AWS's own. */
const RESERVED = 5;

export const noVpc = (id: string) => new AwsError("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
export const noSubnet = (id: string) =>
  new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
export const dependencies = (what: string, id: string) =>
  new AwsError("DependencyViolation", `The ${what} '${id}' has dependencies and cannot be deleted.`);

export const vpcIn = (facts: NetworkFacts, id: string): VpcFacts => {
  const found = facts.vpcs.find((vpc) => vpc.vpcId === id);
  if (!found) throw noVpc(id);
  return found;
};

export const subnetIn = (facts: NetworkFacts, id: string): SubnetFacts => {
  const found = facts.subnets.find((subnet) => subnet.subnetId === id);
  if (!found) throw noSubnet(id);
  return found;
};

function refuseBlock(cidr: string, code: string): void {
  const block = ipv4Block(cidr);
  if (!block) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  if (block.length < 16 || block.length > 28) throw new AwsError(code, `The CIDR '${cidr}' is invalid.`);
}

/** VPCs and subnets: making, changing and deleting them, refused in EC2's words. */
export function vpcCommands({ kernel, use, at, set }: NetworkStore) {
  const id = (prefix: string) => `${prefix}-0${kernel.hex(16)}`;
  const changeVpc = (place: Place, vpcId: string, change: (vpc: VpcFacts) => VpcFacts): VpcFacts => {
    const facts = at(place);
    const changed = change(vpcIn(facts, vpcId));
    set(place, { ...facts, vpcs: facts.vpcs.map((vpc) => (vpc.vpcId === vpcId ? changed : vpc)) });
    return changed;
  };
  /** The table's own routes into the VPC. */
  const withLocal = (place: Place, vpcId: string, cidr: string): void => {
    const facts = at(place);
    const routeTables = facts.routeTables.map((table) =>
      table.vpcId === vpcId
        ? { ...table, routes: [...table.routes, { destination: cidr, target: "local" as const }] }
        : table,
    );
    set(place, { ...facts, routeTables });
  };
  const withoutLocal = (place: Place, vpcId: string, cidr: string): void => {
    const facts = at(place);
    const routeTables = facts.routeTables.map((table) =>
      table.vpcId === vpcId
        ? { ...table, routes: table.routes.filter((route) => route.target !== "local" || route.destination !== cidr) }
        : table,
    );
    set(place, { ...facts, routeTables });
  };

  /** Adds an IPv4 block, or without one a /56 of Amazon's IPv6 addresses. */
  const addCidr = (place: Place, vpcId: string, cidr: string | undefined): CidrAssociation => {
    const association = {
      id: id("vpc-cidr-assoc"),
      cidr: cidr ?? `2600:1f${kernel.hex(2)}:${kernel.hex(4)}:${kernel.hex(2)}00::/56`,
    };
    const vpc = vpcIn(at(place), vpcId);
    if (cidr === undefined) {
      if (vpc.ipv6Cidr !== undefined) {
        throw new AwsError(
          "CidrLimitExceeded",
          `This network '${vpcId}' has met its maximum number of allowed CIDRs: 1`,
        );
      }
      changeVpc(place, vpcId, (one) => ({ ...one, ipv6Cidr: association.cidr, ipv6Id: association.id }));
    } else {
      refuseBlock(cidr, "InvalidVpc.Range");
      if ([vpc.cidr, ...vpc.moreCidrs.map((one) => one.cidr)].some((known) => overlap(known, cidr))) {
        throw new AwsError("InvalidVpc.Range", `The CIDR '${cidr}' conflicts with another CIDR of the VPC`);
      }
      changeVpc(place, vpcId, (one) => ({ ...one, moreCidrs: [...one.moreCidrs, association] }));
    }
    withLocal(place, vpcId, association.cidr);
    return association;
  };

  return {
    addCidr,

    createVpc(place: Place, input: { cidr: string; ipv6: boolean; tags: Tags }): VpcFacts {
      refuseBlock(input.cidr, "InvalidVpc.Range");
      const vpc: VpcFacts = {
        ...namedTags(input.tags),
        vpcId: id("vpc"),
        cidr: input.cidr,
        moreCidrs: [],
        dnsSupport: true,
        dnsHostnames: false,
        mainRouteTableId: id("rtb"),
      };
      const facts = at(place);
      set(place, {
        ...facts,
        vpcs: [...facts.vpcs, vpc],
        routeTables: [
          ...facts.routeTables,
          {
            name: "",
            tags: {},
            routeTableId: vpc.mainRouteTableId,
            vpcId: vpc.vpcId,
            main: true,
            associations: [],
            routes: [{ destination: vpc.cidr, target: "local" }],
          },
        ],
      });
      if (input.ipv6) addCidr(place, vpc.vpcId, undefined);
      return vpcIn(at(place), vpc.vpcId);
    },

    setVpcAttributes(place: Place, vpcId: string, change: Partial<Pick<VpcFacts, "dnsSupport" | "dnsHostnames">>) {
      changeVpc(place, vpcId, (vpc) => ({ ...vpc, ...change }));
    },

    removeCidr(place: Place, associationId: string): { vpc: VpcFacts; cidr: string } {
      const facts = at(place);
      const vpc = facts.vpcs.find(
        (one) => one.ipv6Id === associationId || one.moreCidrs.some((more) => more.id === associationId),
      );
      if (!vpc) {
        throw new AwsError(
          "InvalidVpcCidrBlockAssociationID.NotFound",
          `The vpc CIDR block association ID '${associationId}' does not exist`,
        );
      }
      const six = vpc.ipv6Id === associationId;
      const cidr = (six ? vpc.ipv6Cidr : vpc.moreCidrs.find((one) => one.id === associationId)?.cidr) ?? "";
      const used = facts.subnets.some(
        (subnet) => subnet.vpcId === vpc.vpcId && (six ? subnet.ipv6Cidr !== undefined : within(subnet.cidr, cidr)),
      );
      if (used) {
        throw new AwsError(
          "InvalidCidrBlock.InUse",
          `The vpc ${vpc.vpcId} currently has a subnet within CIDR block ${cidr}`,
        );
      }
      changeVpc(place, vpc.vpcId, ({ ipv6Cidr, ipv6Id, ...one }) => ({
        ...one,
        ...(six || ipv6Cidr === undefined ? {} : { ipv6Cidr }),
        ...(six || ipv6Id === undefined ? {} : { ipv6Id }),
        moreCidrs: one.moreCidrs.filter((more) => more.id !== associationId),
      }));
      withoutLocal(place, vpc.vpcId, cidr);
      return { vpc, cidr };
    },

    deleteVpc(place: Place, vpcId: string): void {
      const facts = at(place);
      vpcIn(facts, vpcId);
      const inside = [...facts.subnets, ...facts.internetGateways, ...facts.routeTables.filter((table) => !table.main)];
      if (inside.some((one) => one.vpcId === vpcId) || use.vpc(place, vpcId)) throw dependencies("vpc", vpcId);
      set(place, {
        ...facts,
        vpcs: facts.vpcs.filter((vpc) => vpc.vpcId !== vpcId),
        routeTables: facts.routeTables.filter((table) => table.vpcId !== vpcId),
      });
    },

    createSubnet(
      place: Place,
      input: { vpcId: string; cidr: string; zone?: string | undefined; ipv6Cidr?: string | undefined; tags: Tags },
    ): SubnetFacts {
      const facts = at(place);
      const vpc = vpcIn(facts, input.vpcId);
      refuseBlock(input.cidr, "InvalidSubnet.Range");
      if (![vpc.cidr, ...vpc.moreCidrs.map((one) => one.cidr)].some((block) => within(input.cidr, block))) {
        throw new AwsError("InvalidSubnet.Range", `The CIDR '${input.cidr}' is invalid.`);
      }
      if (facts.subnets.some((one) => one.vpcId === vpc.vpcId && overlap(one.cidr, input.cidr))) {
        throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${input.cidr}' conflicts with another subnet`);
      }
      const zones = zonesOf(place.region).map((zone) => zone.name);
      const zone = input.zone ?? zones[0] ?? "";
      if (!zones.includes(zone)) {
        throw new AwsError(
          "InvalidParameterValue",
          `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(", ")}.`,
        );
      }
      const subnet: SubnetFacts = {
        ...namedTags(input.tags),
        subnetId: id("subnet"),
        vpcId: vpc.vpcId,
        zone,
        cidr: input.cidr,
        ...(input.ipv6Cidr === undefined ? {} : { ipv6Cidr: input.ipv6Cidr }),
        publicIps: false,
        ipv6Addresses: false,
        freeAddresses: 2 ** (32 - (ipv4Block(input.cidr)?.length ?? 32)) - RESERVED,
        isPublic: false,
      };
      set(place, { ...facts, subnets: [...facts.subnets, subnet] });
      return subnetIn(at(place), subnet.subnetId);
    },

    setSubnetAttributes(
      place: Place,
      subnetId: string,
      change: Partial<Pick<SubnetFacts, "publicIps" | "ipv6Addresses">>,
    ): void {
      const facts = at(place);
      subnetIn(facts, subnetId);
      const subnets = facts.subnets.map((subnet) => (subnet.subnetId === subnetId ? { ...subnet, ...change } : subnet));
      set(place, { ...facts, subnets });
    },

    /** Gives a subnet without IPv6 a /64 of its VPC's block. */
    addSubnetIpv6(place: Place, subnetId: string, ipv6Cidr: string): SubnetFacts {
      const facts = at(place);
      const subnet = subnetIn(facts, subnetId);
      const { ipv6Cidr: block } = vpcIn(facts, subnet.vpcId);
      // Without a parser for IPv6: a /56 and its /64s have the first three groups and the fourth's first byte in common.
      const head = (cidr: string) => cidr.split(":").slice(0, 3).join(":");
      if (!ipv6Cidr.endsWith("/64") || block === undefined || head(block) !== head(ipv6Cidr)) {
        throw new AwsError("InvalidSubnet.Range", `The CIDR '${ipv6Cidr}' is invalid.`);
      }
      if (subnet.ipv6Cidr !== undefined || facts.subnets.some((one) => one.ipv6Cidr === ipv6Cidr)) {
        throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${ipv6Cidr}' conflicts with another subnet`);
      }
      const subnets = facts.subnets.map((one) => (one.subnetId === subnetId ? { ...one, ipv6Cidr } : one));
      set(place, { ...facts, subnets });
      return subnetIn(at(place), subnetId);
    },

    removeSubnetIpv6(place: Place, associationId: string): SubnetFacts {
      const facts = at(place);
      const found = facts.subnets.find(
        (one) => one.ipv6Cidr !== undefined && subnetIpv6Association(one) === associationId,
      );
      if (!found) {
        throw new AwsError(
          "InvalidSubnetCidrBlockAssociationID.NotFound",
          `The subnet CIDR block association ID '${associationId}' does not exist`,
        );
      }
      const subnets = facts.subnets.map((one) => {
        const { ipv6Cidr, ...without } = one;
        return one.subnetId === found.subnetId ? without : one;
      });
      set(place, { ...facts, subnets });
      return found;
    },

    deleteSubnet(place: Place, subnetId: string): void {
      const facts = at(place);
      subnetIn(facts, subnetId);
      const nat = facts.natGateways.some((one) => one.subnetId === subnetId);
      if (nat || use.subnet(place, subnetId)) throw dependencies("subnet", subnetId);
      set(place, {
        ...facts,
        subnets: facts.subnets.filter((subnet) => subnet.subnetId !== subnetId),
        routeTables: facts.routeTables.map((table) => ({
          ...table,
          associations: table.associations.filter((one) => one.subnetId !== subnetId),
        })),
      });
    },
  };
}
