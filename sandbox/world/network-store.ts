import type { Kernel } from "./kernel";
import type { NetworkFacts } from "./network-facts";
import type { Place } from "./seams";

/** What stands in the network, so that nothing is taken away from under it. */
export interface NetworkUse {
  /** Whether machines, load balancers or tasks stand in a subnet. */
  subnet(place: Place, subnetId: string): boolean;
  /** Whether a VPC has security groups beside its default one. */
  vpc(place: Place, vpcId: string): boolean;
  /** Whether something in the VPC has a public address. */
  publicAddresses(place: Place, vpcId: string): boolean;
}

/** How the commands read and replace a place's network. */
export interface NetworkStore {
  readonly kernel: Kernel;
  readonly use: NetworkUse;
  at(place: Place): NetworkFacts;
  set(place: Place, facts: NetworkFacts): void;
}
