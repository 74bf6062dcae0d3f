import { AwsError, type Handlers } from "../wire/handler";
import type { Network, RouteFacts, RouteTableFacts } from "../world/network";
import { allTags } from "../world/network-tags";
import { byIds, matchesFilters } from "./ec2-filters";
import { gatewayOf, natOf, routeTableView, subnetView, vpcView, zoneIdOf } from "./ec2-network-views";
import { page } from "./paging";

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
            "cidr-block-association.cidr-block": (vpc) => [vpc.cidr, ...vpc.moreCidrs.map((one) => one.cidr)],
            "ipv6-cidr-block-association.ipv6-cidr-block": (vpc) => vpc.ipv6Cidr,
            "is-default": () => false,
            isDefault: () => false,
            "owner-id": () => ctx.account,
            state: () => "available",
          },
          allTags,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        Vpcs: items.map((vpc) => vpcView(ctx, vpc)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeVpcAttribute: ({ VpcId, Attribute }, ctx) => {
      const vpc = network.at(ctx).vpcs.find((known) => known.vpcId === VpcId);
      if (!vpc) throw new AwsError("InvalidVpcID.NotFound", `The vpc ID '${VpcId}' does not exist`);
      if (Attribute === "enableDnsHostnames")
        return { VpcId: vpc.vpcId, EnableDnsHostnames: { Value: vpc.dnsHostnames } };
      if (Attribute === "enableDnsSupport") return { VpcId: vpc.vpcId, EnableDnsSupport: { Value: vpc.dnsSupport } };
      return { VpcId: vpc.vpcId, EnableNetworkAddressUsageMetrics: { Value: false } };
    },

    DescribeSubnets: ({ SubnetIds, Filters, MaxResults, NextToken }, ctx) => {
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
            "availability-zone-id": (subnet) => zoneIdOf(ctx, subnet.zone),
            "cidr-block": (subnet) => subnet.cidr,
            cidr: (subnet) => subnet.cidr,
            "ipv6-cidr-block-association.ipv6-cidr-block": (subnet) => subnet.ipv6Cidr,
            "map-public-ip-on-launch": (subnet) => subnet.publicIps,
            "available-ip-address-count": (subnet) => subnet.freeAddresses,
            "default-for-az": () => false,
            "owner-id": () => ctx.account,
            state: () => "available",
          },
          allTags,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        Subnets: items.map((subnet) => subnetView(ctx, subnet)),
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
            "association.subnet-id": (table) => table.associations.map((one) => one.subnetId),
            "association.route-table-id": (table) => table.routeTableId,
            "route.destination-cidr-block": (table) =>
              targets(table, (route) => (route.destination.includes(":") ? undefined : route.destination)),
            "route.gateway-id": (table) => targets(table, gatewayOf),
            "route.nat-gateway-id": (table) => targets(table, natOf),
            "route.state": () => "active",
          },
          allTags,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 100);
      return {
        RouteTables: items.map((table) => routeTableView(ctx, table)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  } satisfies Handlers<"ec2">;
}
