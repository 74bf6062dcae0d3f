import type { RouteTable } from "@aws-sdk/client-ec2";
import { PlainFailure } from "../operation/reason";
import type { Mapping } from "../template/values";
import { retag, tagSpecifications } from "./ec2-tags";
import { ownTags, picked, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const describe = ({ tools, ctx }: Call, id: string): RouteTable | undefined =>
  tools.invoke("ec2", "DescribeRouteTables", { RouteTableIds: [id] }, ctx).RouteTables?.[0];

/** AWS::EC2::RouteTable. Ref is the id. */
export const routeTable: Provider = {
  create(call) {
    const { tools, ctx, properties } = call;
    const input = {
      VpcId: text(properties, "VpcId") ?? "",
      TagSpecifications: tagSpecifications(call, "route-table"),
    };
    return tools.invoke("ec2", "CreateRouteTable", input, ctx).RouteTable?.RouteTableId ?? "";
  },
  update: retag,
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DeleteRouteTable", { RouteTableId: physicalId }, ctx));
  },
  actual(call) {
    const found = describe(call, call.physicalId);
    return found && { VpcId: found.VpcId, Tags: ownTags(call, found.Tags) };
  },
  read: ({ physicalId }) => ({ RouteTableId: physicalId }),
};

const place = (properties: Mapping) => ({
  RouteTableId: text(properties, "RouteTableId") ?? "",
  DestinationCidrBlock: text(properties, "DestinationCidrBlock"),
  DestinationIpv6CidrBlock: text(properties, "DestinationIpv6CidrBlock"),
});

const destinationOf = (properties: Mapping): string =>
  text(properties, "DestinationCidrBlock") ?? text(properties, "DestinationIpv6CidrBlock") ?? "";

function input(properties: Mapping) {
  const target = { GatewayId: text(properties, "GatewayId"), NatGatewayId: text(properties, "NatGatewayId") };
  if (target.GatewayId === undefined && target.NatGatewayId === undefined) {
    throw new PlainFailure("The sandbox routes to internet gateways and NAT gateways only.");
  }
  return { ...place(properties), ...target };
}

/** AWS::EC2::Route. Ref is `<route table id>|<destination>`. */
export const route: Provider = {
  create({ tools, ctx, properties }) {
    tools.invoke("ec2", "CreateRoute", input(properties), ctx);
    return `${text(properties, "RouteTableId")}|${destinationOf(properties)}`;
  },
  update({ tools, ctx, properties }) {
    tools.invoke("ec2", "ReplaceRoute", input(properties), ctx);
  },
  delete({ tools, ctx, properties }) {
    quietly(() => tools.invoke("ec2", "DeleteRoute", place(properties), ctx));
  },
  actual(call) {
    const { properties } = call;
    const destination = destinationOf(properties);
    const found = describe(call, text(properties, "RouteTableId") ?? "")?.Routes?.find(
      (one) => (one.DestinationCidrBlock ?? one.DestinationIpv6CidrBlock) === destination,
    );
    return found && picked(found, "GatewayId NatGatewayId");
  },
  read: ({ properties }) => ({ CidrBlock: destinationOf(properties) }),
};

/** AWS::EC2::SubnetRouteTableAssociation. Ref is the association's id. */
export const routeTableAssociation: Provider = {
  create({ tools, ctx, properties }) {
    const ends = { RouteTableId: text(properties, "RouteTableId") ?? "", SubnetId: text(properties, "SubnetId") ?? "" };
    return tools.invoke("ec2", "AssociateRouteTable", ends, ctx).AssociationId ?? "";
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DisassociateRouteTable", { AssociationId: physicalId }, ctx));
  },
  actual(call) {
    const found = describe(call, text(call.properties, "RouteTableId") ?? "")?.Associations?.find(
      (one) => one.RouteTableAssociationId === call.physicalId,
    );
    return found && picked(found, "RouteTableId SubnetId");
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};
