import type { Kernel } from "./kernel";
import { machineImage } from "./machine-images";
import { type NetworkFacts, type RouteTableFacts, routed, type SubnetFacts, tableOf } from "./network-facts";
import { firstNetwork } from "./network-first";
import { gatewayCommands } from "./network-gateways";
import { routeCommands } from "./network-routes";
import type { NetworkStore, NetworkUse } from "./network-store";
import { tagsIn } from "./network-tags";
import { vpcCommands } from "./network-vpcs";
import { type Place, placeKey } from "./seams";
import type { Tags } from "./shelf";
import type { SubnetLookup } from "./subnets";

export type * from "./network-facts";
export type { NetworkUse } from "./network-store";

const UNUSED: NetworkUse = { subnet: () => false, vpc: () => false, publicAddresses: () => false };

/** Queries of a network; `createNetwork` adds the commands. */
export interface NetworkView extends SubnetLookup {
  at(place: Place): NetworkFacts;
  subnet(place: Place, subnetId: string): SubnetFacts | undefined;
  /** The table that routes a subnet: its own, or the VPC's main one. */
  routeTableOf(place: Place, subnet: SubnetFacts): RouteTableFacts | undefined;
  /** The tags of a part of the network, to be read and set; undefined when the id names none. */
  tagged(place: Place, id: string): { tags: Tags } | undefined;
}

export type Network = NetworkView &
  ReturnType<typeof vpcCommands> &
  ReturnType<typeof gatewayCommands> &
  ReturnType<typeof routeCommands>;

/** The VPCs of every account and Region. Only what was changed is stored: until then a place has its first network. */
export function createNetwork(kernel: Kernel, use: NetworkUse = UNUSED): Network {
  const first = new Map<string, NetworkFacts>();
  const changed = () => kernel.slice<Record<string, NetworkFacts>>("ec2.network", () => ({}));
  const at = (place: Place): NetworkFacts => {
    const key = placeKey(place);
    const facts = changed()[key] ?? first.get(key) ?? firstNetwork(place);
    if (!(key in changed())) first.set(key, facts);
    return facts;
  };
  const store: NetworkStore = {
    kernel,
    use,
    at,
    set: (place, facts) => {
      changed()[placeKey(place)] = routed(facts);
    },
  };
  return {
    at,
    subnet: (place, subnetId) => at(place).subnets.find((subnet) => subnet.subnetId === subnetId),
    vpcIds: (place) => at(place).vpcs.map((vpc) => vpc.vpcId),
    keyPairExists: (place, keyName) => at(place).keyPairs.some((pair) => pair.name === keyName),
    imageExists: (place, imageId) => machineImage(place.region, imageId) !== undefined,
    routeTableOf: (place, subnet) => tableOf(at(place), subnet),
    tagged: (place, id) => tagsIn(store, place, id),
    ...vpcCommands(store),
    ...gatewayCommands(store),
    ...routeCommands(store),
  };
}
