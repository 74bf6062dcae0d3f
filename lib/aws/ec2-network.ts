import "server-only";
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Filter,
  type RouteTable,
  type Tag,
} from "@aws-sdk/client-ec2";
import type { AwsContext } from "./client";
import { allPages } from "./pages";

const nameOf = (tags: readonly Tag[] | undefined) => tags?.find(({ Key }) => Key === "Name")?.Value || undefined;
const ofVpc = (vpcId: string): Filter[] => [{ Name: "vpc-id", Values: [vpcId] }];

export interface Vpc {
  readonly id: string;
  readonly name?: string;
  readonly cidr: string;
  readonly isDefault: boolean;
}

export async function vpcs(ctx: AwsContext): Promise<Vpc[]> {
  const found = await allPages("ec2:DescribeVpcs", async (NextToken) => {
    const page = await ctx.call("ec2:DescribeVpcs", () =>
      ctx.client(EC2Client).send(new DescribeVpcsCommand({ NextToken })),
    );
    return { items: page.Vpcs ?? [], next: page.NextToken };
  });
  return found.map((vpc) => ({
    id: vpc.VpcId ?? "",
    name: nameOf(vpc.Tags),
    cidr: vpc.CidrBlock ?? "",
    isDefault: vpc.IsDefault ?? false,
  }));
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly name?: string;
  readonly cidr: string;
  readonly zone: string;
  readonly freeAddresses: number;
  /** Its default route goes to an internet gateway. */
  readonly public: boolean;
  /** The route that says so, or what is there instead: "0.0.0.0/0 → igw-04c1… (rtb-0aa2…, main table)". */
  readonly route: string;
  readonly ipv6Cidr?: string;
}

/** All subnets of a VPC with the route that makes each public or private; empty when there is no such VPC. */
export async function subnets(ctx: AwsContext, vpcId: string): Promise<Subnet[]> {
  const [found, tables] = await Promise.all([
    allPages("ec2:DescribeSubnets", async (NextToken) => {
      const page = await ctx.call("ec2:DescribeSubnets", () =>
        ctx.client(EC2Client).send(new DescribeSubnetsCommand({ Filters: ofVpc(vpcId), NextToken })),
      );
      return { items: page.Subnets ?? [], next: page.NextToken };
    }),
    allPages("ec2:DescribeRouteTables", async (NextToken) => {
      const page = await ctx.call("ec2:DescribeRouteTables", () =>
        ctx.client(EC2Client).send(new DescribeRouteTablesCommand({ Filters: ofVpc(vpcId), NextToken })),
      );
      return { items: page.RouteTables ?? [], next: page.NextToken };
    }),
  ]);
  return found.map((subnet) => ({
    id: subnet.SubnetId ?? "",
    vpcId: subnet.VpcId ?? vpcId,
    name: nameOf(subnet.Tags),
    cidr: subnet.CidrBlock ?? "",
    zone: subnet.AvailabilityZone ?? "",
    freeAddresses: subnet.AvailableIpAddressCount ?? 0,
    ipv6Cidr: subnet.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock,
    ...defaultRoute(subnet.SubnetId ?? "", tables),
  }));
}

/** A subnet without a table of its own uses its VPC's main one. Pure. */
export function defaultRoute(subnetId: string, tables: readonly RouteTable[]): { public: boolean; route: string } {
  const own = tables.find((table) => table.Associations?.some((link) => link.SubnetId === subnetId));
  const table = own ?? tables.find((each) => each.Associations?.some((link) => link.Main));
  if (!table) return { public: false, route: "no route table found" };
  const where = `(${table.RouteTableId}${own ? "" : ", main table"})`;
  const route = table.Routes?.find((each) => each.DestinationCidrBlock === "0.0.0.0/0");
  if (!route) return { public: false, route: `no default route ${where}` };
  const target =
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.NetworkInterfaceId ??
    "nowhere";
  const active = route.State !== "blackhole";
  return {
    public: active && target.startsWith("igw-"),
    route: `0.0.0.0/0 → ${target}${active ? "" : ", which is gone"} ${where}`,
  };
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export async function securityGroups(ctx: AwsContext, vpcId: string): Promise<SecurityGroup[]> {
  const found = await allPages("ec2:DescribeSecurityGroups", async (NextToken) => {
    const page = await ctx.call("ec2:DescribeSecurityGroups", () =>
      ctx.client(EC2Client).send(new DescribeSecurityGroupsCommand({ Filters: ofVpc(vpcId), NextToken })),
    );
    return { items: page.SecurityGroups ?? [], next: page.NextToken };
  });
  return found.map((group) => ({
    id: group.GroupId ?? "",
    name: group.GroupName ?? "",
    description: group.Description ?? "",
  }));
}
