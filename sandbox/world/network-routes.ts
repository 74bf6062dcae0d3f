import { AwsError } from "../wire/handler";
import type { NetworkFacts, RouteFacts, RouteTableFacts } from "./network-facts";
import { gatewayIn } from "./network-gateways";
import type { NetworkStore } from "./network-store";
import { namedTags } from "./network-tags";
import { dependencies, subnetIn, vpcIn } from "./network-vpcs";
import type { Place } from "./seams";
import type { Tags } from "./shelf";

const noTable = (id: string) =>
  new AwsError("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`);
const noRoute = (table: string, destination: string) =>
  new AwsError(
    "InvalidRoute.NotFound",
    `no route with destination-${destination.includes(":") ? "ipv6-" : ""}cidr-block ${destination} in route table ${table}`,
  );

const tableIn = (facts: NetworkFacts, id: string): RouteTableFacts => {
  const found = facts.routeTables.find((table) => table.routeTableId === id);
  if (!found) throw noTable(id);
  return found;
};

function refuseTarget(facts: NetworkFacts, table: RouteTableFacts, { target }: RouteFacts): void {
  if (target === "local") return;
  if ("natGatewayId" in target) {
    const nat = facts.natGateways.find((one) => one.natGatewayId === target.natGatewayId);
    if (nat) return;
    throw new AwsError("InvalidNatGatewayID.NotFound", `The natGateway ID '${target.natGatewayId}' does not exist`);
  }
  if (gatewayIn(facts, target.gatewayId).vpcId === table.vpcId) return;
  throw new AwsError(
    "InvalidParameterValue",
    `route table ${table.routeTableId} and network gateway ${target.gatewayId} belong to different networks`,
  );
}

/** Route tables, their routes, and which subnet each of them routes. */
export function routeCommands({ kernel, at, set }: NetworkStore) {
  const replace = (place: Place, changed: RouteTableFacts): void => {
    const facts = at(place);
    const routeTables = facts.routeTables.map((table) =>
      table.routeTableId === changed.routeTableId ? changed : table,
    );
    set(place, { ...facts, routeTables });
  };

  return {
    createRouteTable(place: Place, vpcId: string, tags: Tags): RouteTableFacts {
      const facts = at(place);
      const vpc = vpcIn(facts, vpcId);
      const blocks = [vpc.cidr, ...vpc.moreCidrs.map((one) => one.cidr), ...(vpc.ipv6Cidr ? [vpc.ipv6Cidr] : [])];
      const table: RouteTableFacts = {
        ...namedTags(tags),
        routeTableId: `rtb-0${kernel.hex(16)}`,
        vpcId,
        main: false,
        associations: [],
        routes: blocks.map((destination) => ({ destination, target: "local" })),
      };
      set(place, { ...facts, routeTables: [...facts.routeTables, table] });
      return table;
    },

    deleteRouteTable(place: Place, id: string): void {
      const facts = at(place);
      const table = tableIn(facts, id);
      if (table.main || table.associations.length > 0) throw dependencies("routeTable", id);
      set(place, { ...facts, routeTables: facts.routeTables.filter((one) => one.routeTableId !== id) });
    },

    createRoute(place: Place, tableId: string, route: RouteFacts): void {
      const facts = at(place);
      const table = tableIn(facts, tableId);
      if (table.routes.some((one) => one.destination === route.destination)) {
        throw new AwsError("RouteAlreadyExists", `The route identified by ${route.destination} already exists.`);
      }
      refuseTarget(facts, table, route);
      replace(place, { ...table, routes: [...table.routes, route] });
    },

    replaceRoute(place: Place, tableId: string, route: RouteFacts): void {
      const facts = at(place);
      const table = tableIn(facts, tableId);
      if (!table.routes.some((one) => one.destination === route.destination)) throw noRoute(tableId, route.destination);
      refuseTarget(facts, table, route);
      const routes = table.routes.map((one) => (one.destination === route.destination ? route : one));
      replace(place, { ...table, routes });
    },

    deleteRoute(place: Place, tableId: string, destination: string): void {
      const table = tableIn(at(place), tableId);
      const found = table.routes.find((route) => route.destination === destination);
      if (!found) throw noRoute(tableId, destination);
      if (found.target === "local") {
        throw new AwsError(
          "InvalidParameterValue",
          `cannot remove local route ${destination} in route table ${tableId}`,
        );
      }
      replace(place, { ...table, routes: table.routes.filter((route) => route !== found) });
    },

    /** Lets a table route a subnet. Answers the association's id. */
    associateRouteTable(place: Place, tableId: string, subnetId: string): string {
      const facts = at(place);
      const table = tableIn(facts, tableId);
      const subnet = subnetIn(facts, subnetId);
      if (subnet.vpcId !== table.vpcId) {
        throw new AwsError(
          "InvalidParameterValue",
          `Route table ${tableId} and subnet ${subnetId} belong to different networks`,
        );
      }
      const same = table.associations.find((one) => one.subnetId === subnetId);
      if (same) return same.id;
      if (facts.routeTables.some((other) => other.associations.some((one) => one.subnetId === subnetId))) {
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${tableId} conflicts with an existing association`,
        );
      }
      const association = { id: `rtbassoc-0${kernel.hex(16)}`, subnetId };
      replace(place, { ...table, associations: [...table.associations, association] });
      return association.id;
    },

    disassociateRouteTable(place: Place, associationId: string): void {
      const table = at(place).routeTables.find((one) => one.associations.some((other) => other.id === associationId));
      if (!table) {
        throw new AwsError("InvalidAssociationID.NotFound", `The association ID '${associationId}' does not exist`);
      }
      const associations = table.associations.filter((one) => one.id !== associationId);
      replace(place, { ...table, associations });
    },
  };
}
