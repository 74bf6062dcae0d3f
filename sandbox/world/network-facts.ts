import type { Tags } from "./shelf";

/** What a VPC network consists of, as plain data. A thing's `name` is its Name tag; `tags` holds the others. */

export interface CidrAssociation {
  readonly id: string;
  readonly cidr: string;
}

export interface VpcFacts {
  readonly name: string;
  readonly tags: Tags;
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  /** The association of `ipv6Cidr`. */
  readonly ipv6Id?: string;
  /** IPv4 blocks added to the first one. */
  readonly moreCidrs: readonly CidrAssociation[];
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  readonly mainRouteTableId: string;
}

export interface SubnetFacts {
  readonly name: string;
  readonly tags: Tags;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  readonly publicIps: boolean;
  readonly ipv6Addresses: boolean;
  readonly freeAddresses: number;
  /** Its default route leads to an internet gateway. */
  readonly isPublic: boolean;
}

/** The id of a subnet's one IPv6 association. */
export const subnetIpv6Association = ({ subnetId }: SubnetFacts): string =>
  subnetId.replace(/^subnet-/, "subnet-cidr-assoc-");

export interface RouteFacts {
  readonly destination: string;
  readonly target: "local" | { readonly gatewayId: string } | { readonly natGatewayId: string };
}

export interface RouteTableFacts {
  readonly name: string;
  readonly tags: Tags;
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly main: boolean;
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
  readonly routes: readonly RouteFacts[];
}

export interface GatewayFacts {
  readonly name: string;
  readonly tags: Tags;
  readonly internetGatewayId: string;
  /** Missing while it is attached to none. */
  readonly vpcId?: string;
}

export interface NatFacts {
  readonly name: string;
  readonly tags: Tags;
  readonly natGatewayId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly publicIp: string;
  readonly privateIp: string;
}

export interface KeyPairFacts {
  readonly name: string;
  readonly keyPairId: string;
  readonly type: "ed25519" | "rsa";
  readonly fingerprint: string;
}

export interface NetworkFacts {
  readonly vpcs: readonly VpcFacts[];
  readonly subnets: readonly SubnetFacts[];
  readonly routeTables: readonly RouteTableFacts[];
  readonly internetGateways: readonly GatewayFacts[];
  readonly natGateways: readonly NatFacts[];
  readonly keyPairs: readonly KeyPairFacts[];
}

/** The table that routes a subnet: its own, or the VPC's main one. */
export function tableOf(facts: NetworkFacts, subnet: { subnetId: string; vpcId: string }): RouteTableFacts | undefined {
  const tables = facts.routeTables.filter((table) => table.vpcId === subnet.vpcId);
  return (
    tables.find((table) => table.associations.some((one) => one.subnetId === subnet.subnetId)) ??
    tables.find((table) => table.main)
  );
}

/** The facts with every subnet's `isPublic` as its routes have it now. */
export function routed(facts: NetworkFacts): NetworkFacts {
  const isPublic = (subnet: SubnetFacts) =>
    tableOf(facts, subnet)?.routes.some(
      ({ destination, target }) => destination === "0.0.0.0/0" && target !== "local" && "gatewayId" in target,
    ) ?? false;
  return { ...facts, subnets: facts.subnets.map((subnet) => ({ ...subnet, isPublic: isPublic(subnet) })) };
}
