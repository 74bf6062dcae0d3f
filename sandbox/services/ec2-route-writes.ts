import { AwsError, type Handlers } from "../wire/handler";
import type { Network, RouteFacts } from "../world/network";
import { routeTableView } from "./ec2-network-views";
import { tagsFor } from "./ec2-views";

interface RouteInput {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly GatewayId?: string | undefined;
  readonly NatGatewayId?: string | undefined;
}

function destinationOf({ DestinationCidrBlock: four, DestinationIpv6CidrBlock: six }: RouteInput): string {
  const destination = four ?? six;
  if (destination !== undefined && (four === undefined || six === undefined)) return destination;
  throw new AwsError(
    "InvalidParameterCombination",
    "Exactly one of destinationCidrBlock and destinationIpv6CidrBlock must be specified.",
  );
}

/** The route a call asks for. Targets other than internet and NAT gateways are not simulated. */
function routeOf(input: RouteInput): RouteFacts {
  const destination = destinationOf(input);
  if (input.GatewayId !== undefined) return { destination, target: { gatewayId: input.GatewayId } };
  if (input.NatGatewayId !== undefined) return { destination, target: { natGatewayId: input.NatGatewayId } };
  throw new AwsError(
    "NotImplemented",
    "The sandbox routes to internet gateways and NAT gateways only; the call names neither.",
    501,
  );
}

/** EC2's changes to route tables. */
export function createEc2RouteWriteHandlers({ network }: { network: Network }) {
  return {
    CreateRouteTable: ({ VpcId = "", TagSpecifications }, ctx) => ({
      RouteTable: routeTableView(ctx, network.createRouteTable(ctx, VpcId, tagsFor(TagSpecifications, "route-table"))),
    }),
    DeleteRouteTable: ({ RouteTableId = "" }, ctx) => {
      network.deleteRouteTable(ctx, RouteTableId);
      return {};
    },
    CreateRoute: ({ RouteTableId = "", ...input }, ctx) => {
      network.createRoute(ctx, RouteTableId, routeOf(input));
      return { Return: true };
    },
    ReplaceRoute: ({ RouteTableId = "", ...input }, ctx) => {
      network.replaceRoute(ctx, RouteTableId, routeOf(input));
      return {};
    },
    DeleteRoute: ({ RouteTableId = "", ...input }, ctx) => {
      network.deleteRoute(ctx, RouteTableId, destinationOf(input));
      return {};
    },
    AssociateRouteTable: ({ RouteTableId = "", SubnetId = "" }, ctx) => ({
      AssociationId: network.associateRouteTable(ctx, RouteTableId, SubnetId),
      AssociationState: { State: "associated" },
    }),
    DisassociateRouteTable: ({ AssociationId = "" }, ctx) => {
      network.disassociateRouteTable(ctx, AssociationId);
      return {};
    },
  } satisfies Handlers<"ec2">;
}
