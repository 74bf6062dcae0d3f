import type { Place } from "./seams";

/** What machines need to know of the network they are launched into; `network.ts` is one. */
export interface SubnetLookup {
  /** Undefined when the account has no such subnet. */
  subnet(place: Place, subnetId: string): { vpcId: string; zone: string; publicIps: boolean } | undefined;
  /** Ids of the account's VPCs, each of which has a default security group. */
  vpcIds(place: Place): readonly string[];
  keyPairExists(place: Place, keyName: string): boolean;
  imageExists(place: Place, imageId: string): boolean;
}
