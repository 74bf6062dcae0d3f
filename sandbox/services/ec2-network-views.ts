import type * as EC2 from "@aws-sdk/client-ec2";
import type { GatewayFacts, RouteFacts, RouteTableFacts, SubnetFacts, VpcFacts } from "../world/network";
import { subnetIpv6Association } from "../world/network-facts";
import { allTags } from "../world/network-tags";
import { zonesOf } from "../world/regions";
import type { Place } from "../world/seams";
import { tagList } from "./ec2-views";

const associated = { State: "associated" } as const;

export const vpcIpv6Block = (AssociationId: string, Ipv6CidrBlock: string) => ({
  AssociationId,
  Ipv6CidrBlock,
  Ipv6CidrBlockState: associated,
});

export const vpcView = (place: Place, vpc: VpcFacts) => ({
  VpcId: vpc.vpcId,
  CidrBlock: vpc.cidr,
  CidrBlockAssociationSet: [{ id: `${vpc.vpcId}-cidr`, cidr: vpc.cidr }, ...vpc.moreCidrs].map(({ id, cidr }) => ({
    AssociationId: id,
    CidrBlock: cidr,
    CidrBlockState: associated,
  })),
  ...(vpc.ipv6Cidr === undefined
    ? {}
    : { Ipv6CidrBlockAssociationSet: [vpcIpv6Block(vpc.ipv6Id ?? "", vpc.ipv6Cidr)] }),
  DhcpOptionsId: "dopt-0a1b2c3d4e5f60718",
  InstanceTenancy: "default" as const,
  IsDefault: false,
  OwnerId: place.account,
  State: "available" as const,
  Tags: tagList(allTags(vpc)),
});

export const zoneIdOf = (place: Place, zone: string): string | undefined =>
  zonesOf(place.region).find((known) => known.name === zone)?.id;

export const subnetView = (place: Place, subnet: SubnetFacts) => ({
  SubnetId: subnet.subnetId,
  SubnetArn: `arn:aws:ec2:${place.region}:${place.account}:subnet/${subnet.subnetId}`,
  VpcId: subnet.vpcId,
  AvailabilityZone: subnet.zone,
  AvailabilityZoneId: zoneIdOf(place, subnet.zone),
  CidrBlock: subnet.cidr,
  AvailableIpAddressCount: subnet.freeAddresses,
  MapPublicIpOnLaunch: subnet.publicIps,
  AssignIpv6AddressOnCreation: subnet.ipv6Addresses,
  DefaultForAz: false,
  Ipv6CidrBlockAssociationSet:
    subnet.ipv6Cidr === undefined ? [] : [vpcIpv6Block(subnetIpv6Association(subnet), subnet.ipv6Cidr)],
  Ipv6Native: false,
  OwnerId: place.account,
  State: "available" as const,
  Tags: tagList(allTags(subnet)),
});

export const gatewayView = (place: Place, gateway: GatewayFacts) => ({
  InternetGatewayId: gateway.internetGatewayId,
  OwnerId: place.account,
  // EC2 says "available" here, a value its own list of attachment states does not have.
  Attachments: gateway.vpcId === undefined ? [] : [{ VpcId: gateway.vpcId, State: "attached" as const }],
  Tags: tagList(allTags(gateway)),
});

export const gatewayOf = ({ target }: RouteFacts) =>
  target === "local" ? "local" : "gatewayId" in target ? target.gatewayId : undefined;
export const natOf = ({ target }: RouteFacts) =>
  target !== "local" && "natGatewayId" in target ? target.natGatewayId : undefined;

const associations = (table: RouteTableFacts): EC2.RouteTableAssociation[] =>
  [
    ...(table.main ? [{ id: `rtbassoc-${table.routeTableId.slice(4)}`, main: true, subnetId: undefined }] : []),
    ...table.associations.map(({ id, subnetId }) => ({ id, main: false, subnetId })),
  ].map(({ id, main, subnetId }) => ({
    RouteTableAssociationId: id,
    RouteTableId: table.routeTableId,
    AssociationState: associated,
    Main: main,
    ...(subnetId === undefined ? {} : { SubnetId: subnetId }),
  }));

export const routeTableView = (place: Place, table: RouteTableFacts) => ({
  RouteTableId: table.routeTableId,
  VpcId: table.vpcId,
  OwnerId: place.account,
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
  Tags: tagList(allTags(table)),
});
