import type { Handlers } from "../wire/handler";
import type { World } from "../world/world";
import { createEc2CatalogueHandlers } from "./ec2-catalogue";
import { createEc2ComputeHandlers } from "./ec2-compute";
import { createEc2GatewayHandlers } from "./ec2-gateways";
import { createEc2NetworkHandlers } from "./ec2-network";
import { createEc2NetworkWriteHandlers } from "./ec2-network-writes";
import { createEc2RouteWriteHandlers } from "./ec2-route-writes";
import { createEc2StorageHandlers } from "./ec2-storage";

/** EC2 whole: the network, the catalogues, and the machines. */
export function createEc2Handlers(world: World) {
  return {
    ...createEc2NetworkHandlers(world),
    ...createEc2NetworkWriteHandlers(world),
    ...createEc2RouteWriteHandlers(world),
    ...createEc2GatewayHandlers(world),
    ...createEc2CatalogueHandlers(world),
    ...createEc2ComputeHandlers(world),
    ...createEc2StorageHandlers(world),
  } satisfies Handlers<"ec2">;
}
