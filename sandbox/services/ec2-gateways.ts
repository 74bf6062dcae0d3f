import type { Filter } from "@aws-sdk/client-ec2";
import { AwsError, type Handlers } from "../wire/handler";
import type { Network } from "../world/network";
import { allTags } from "../world/network-tags";
import { byIds, matchesFilters } from "./ec2-filters";
import { gatewayView } from "./ec2-network-views";
import { tagList } from "./ec2-views";
import { page } from "./paging";

/** EC2's ways out of a VPC: internet gateways and NAT gateways. */
export function createEc2GatewayHandlers({ network }: { network: Network }) {
  return {
    DescribeInternetGateways: ({ InternetGatewayIds, Filters, MaxResults, NextToken }, ctx) => {
      const found = byIds(
        network.at(ctx).internetGateways,
        InternetGatewayIds,
        (gateway) => gateway.internetGatewayId,
        (id) => new AwsError("InvalidInternetGatewayID.NotFound", `The internetGateway ID '${id}' does not exist`),
      ).filter(
        matchesFilters(
          Filters,
          {
            "internet-gateway-id": (gateway) => gateway.internetGatewayId,
            "attachment.vpc-id": (gateway) => gateway.vpcId,
            "attachment.state": (gateway) => (gateway.vpcId === undefined ? undefined : "available"),
            "owner-id": () => ctx.account,
          },
          allTags,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        InternetGateways: items.map((gateway) => gatewayView(ctx, gateway)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeNatGateways: ({ NatGatewayIds, Filter: filter, MaxResults, NextToken }: NatInput, ctx) => {
      const found = byIds(
        network.at(ctx).natGateways,
        NatGatewayIds,
        (nat) => nat.natGatewayId,
        (id) => new AwsError("NatGatewayNotFound", `The Nat Gateway ${id} was not found`),
      ).filter(
        matchesFilters(
          filter,
          {
            "nat-gateway-id": (nat) => nat.natGatewayId,
            "vpc-id": (nat) => nat.vpcId,
            "subnet-id": (nat) => nat.subnetId,
            state: () => "available",
          },
          allTags,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        NatGateways: items.map((nat) => ({
          NatGatewayId: nat.natGatewayId,
          VpcId: nat.vpcId,
          SubnetId: nat.subnetId,
          ConnectivityType: "public" as const,
          State: "available" as const,
          CreateTime: new Date("2026-01-12T09:30:00Z"),
          NatGatewayAddresses: [{ PublicIp: nat.publicIp, PrivateIp: nat.privateIp, IsPrimary: true }],
          Tags: tagList(allTags(nat)),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  } satisfies Handlers<"ec2">;
}

interface NatInput {
  NatGatewayIds?: string[] | undefined;
  Filter?: Filter[] | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
