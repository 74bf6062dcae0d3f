import { AwsError, type Handlers } from "../wire/handler";
import type { Network, RouteFacts, RouteTableFacts } from "../world/network";
import { zonesOf } from "../world/regions";
import { byIds, matchesFilters } from "./ec2-filters";
import { page } from "./paging";

const named = (name: string) => [{ Key: "Name", Value: name }];
const nameTag = (item: { name: string }) => ({ Name: item.name });
const missing = (code: string, what: string) => (id: string) =>
  new AwsError(code, `The ${what} '${id}' does not exist`);

/** EC2's reads of the network: VPCs, subnets, routes. */
export function createEc2NetworkHandlers({ network }: { network: Network }) {
  return {
    DescribeVpcs: ({ VpcIds, Filters, MaxResults, NextToken }, ctx) => {
      const found = byIds(
        network.at(ctx).vpcs,
        VpcIds,
        (vpc) => vpc.vpcId,
        (id) => new AwsError("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`),
      ).filter(
        matchesFilters(
          Filters,
          {
            "vpc-id": (vpc) => vpc.vpcId,
            cidr: (vpc) => vpc.cidr,
            "cidr-block-association.cidr-block": (vpc) => vpc.cidr,
            "ipv6-cidr-block-association.ipv6-cidr-block": (vpc) => vpc.ipv6Cidr,
            "is-default": () => false,
            isDefault: () => false,
            "owner-id": () => ctx.account,
            state: () => "available",
          },
          nameTag,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        Vpcs: items.map((vpc) => ({
          VpcId: vpc.vpcId,
          CidrBlock: vpc.cidr,
          CidrBlockAssociationSet: [
            {
              AssociationId: `${vpc.vpcId}-cidr`,
              CidrBlock: vpc.cidr,
              CidrBlockState: { State: "associated" as const },
            },
          ],
          ...(vpc.ipv6Cidr === undefined ? {} : { Ipv6CidrBlockAssociationSet: [ipv6Block(vpc.vpcId, vpc.ipv6Cidr)] }),
          DhcpOptionsId: "dopt-0a1b2c3d4e5f60718",
          InstanceTenancy: "default" as const,
          IsDefault: false,
          OwnerId: ctx.account,
          State: "available" as const,
          Tags: named(vpc.name),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeVpcAttribute: ({ VpcId, Attribute }, ctx) => {
      const vpc = network.at(ctx).vpcs.find((known) => known.vpcId === VpcId);
      if (!vpc) throw new AwsError("InvalidVpcID.NotFound", `The vpc ID '${VpcId}' does not exist`);
      if (Attribute === "enableDnsHostnames") return { VpcId: vpc.vpcId, EnableDnsHostnames: { Value: true } };
      if (Attribute === "enableDnsSupport") return { VpcId: vpc.vpcId, EnableDnsSupport: { Value: true } };
      return { VpcId: vpc.vpcId, EnableNetworkAddressUsageMetrics: { Value: false } };
    },

    DescribeSubnets: ({ SubnetIds, Filters, MaxResults, NextToken }, ctx) => {
      const zoneId = (zone: string) => zonesOf(ctx.region).find((known) => known.name === zone)?.id;
      const found = byIds(
        network.at(ctx).subnets,
        SubnetIds,
        (subnet) => subnet.subnetId,
        (id) => new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
      ).filter(
        matchesFilters(
          Filters,
          {
            "subnet-id": (subnet) => subnet.subnetId,
            "vpc-id": (subnet) => subnet.vpcId,
            "availability-zone": (subnet) => subnet.zone,
            availabilityZone: (subnet) => subnet.zone,
            "availability-zone-id": (subnet) => zoneId(subnet.zone),
            "cidr-block": (subnet) => subnet.cidr,
            cidr: (subnet) => subnet.cidr,
            "ipv6-cidr-block-association.ipv6-cidr-block": (subnet) => subnet.ipv6Cidr,
            "map-public-ip-on-launch": (subnet) => subnet.publicIps,
            "available-ip-address-count": (subnet) => subnet.freeAddresses,
            "default-for-az": () => false,
            "owner-id": () => ctx.account,
            state: () => "available",
          },
          nameTag,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        Subnets: items.map((subnet) => ({
          SubnetId: subnet.subnetId,
          SubnetArn: `arn:aws:ec2:${ctx.region}:${ctx.account}:subnet/${subnet.subnetId}`,
          VpcId: subnet.vpcId,
          AvailabilityZone: subnet.zone,
          AvailabilityZoneId: zoneId(subnet.zone),
          CidrBlock: subnet.cidr,
          AvailableIpAddressCount: subnet.freeAddresses,
          MapPublicIpOnLaunch: subnet.publicIps,
          AssignIpv6AddressOnCreation: subnet.ipv6Cidr !== undefined,
          DefaultForAz: false,
          Ipv6CidrBlockAssociationSet:
            subnet.ipv6Cidr === undefined ? [] : [ipv6Block(subnet.subnetId, subnet.ipv6Cidr)],
          Ipv6Native: false,
          OwnerId: ctx.account,
          State: "available" as const,
          Tags: named(subnet.name),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeRouteTables: ({ RouteTableIds, Filters, MaxResults, NextToken }, ctx) => {
      const targets = (table: RouteTableFacts, pick: (route: RouteFacts) => string | undefined) =>
        table.routes.flatMap((route) => pick(route) ?? []);
      const found = byIds(
        network.at(ctx).routeTables,
        RouteTableIds,
        (table) => table.routeTableId,
        missing("InvalidRouteTableID.NotFound", "routeTable ID"),
      ).filter(
        matchesFilters(
          Filters,
          {
            "route-table-id": (table) => table.routeTableId,
            "vpc-id": (table) => table.vpcId,
            "owner-id": () => ctx.account,
            "association.main": (table) => table.main,
            "association.subnet-id": (table) => table.subnetIds,
            "association.route-table-id": (table) => table.routeTableId,
            "route.destination-cidr-block": (table) =>
              targets(table, (route) => (route.destination.includes(":") ? undefined : route.destination)),
            "route.gateway-id": (table) => targets(table, gatewayOf),
            "route.nat-gateway-id": (table) => targets(table, natOf),
            "route.state": () => "active",
          },
          nameTag,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 100);
      return {
        RouteTables: items.map((table) => ({
          RouteTableId: table.routeTableId,
          VpcId: table.vpcId,
          OwnerId: ctx.account,
          Associations: associations(table),
          PropagatingVgws: [],
          Routes: table.routes.map((route) => ({
            ...(route.destination.includes(":")
              ? { DestinationIpv6CidrBlock: route.destination }
              : { DestinationCidrBlock: route.destination }),
            GatewayId: gatewayOf(route),
            NatGatewayId: natOf(route),
            Origin: route.target === "local" ? ("CreateRouteTable" as const) : ("CreateRoute" as const),
            State: "active" as const,
          })),
          Tags: named(table.name),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  } satisfies Handlers<"ec2">;
}

const gatewayOf = ({ target }: RouteFacts) =>
  target === "local" ? "local" : "gatewayId" in target ? target.gatewayId : undefined;
const natOf = ({ target }: RouteFacts) =>
  target !== "local" && "natGatewayId" in target ? target.natGatewayId : undefined;

function ipv6Block(owner: string, cidr: string) {
  return {
    AssociationId: `${owner}-v6`,
    Ipv6CidrBlock: cidr,
    Ipv6CidrBlockState: { State: "associated" as const },
  };
}

function associations(table: RouteTableFacts) {
  const one = (suffix: string, more: { Main: boolean; SubnetId?: string }) => ({
    RouteTableAssociationId: `rtbassoc-${table.routeTableId.slice(4)}${suffix}`,
    RouteTableId: table.routeTableId,
    AssociationState: { State: "associated" as const },
    ...more,
  });
  return [
    ...(table.main ? [one("0", { Main: true })] : []),
    ...table.subnetIds.map((SubnetId, index) => one(String(index + 1), { Main: false, SubnetId })),
  ];
}
