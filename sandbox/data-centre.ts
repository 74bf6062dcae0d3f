import { createServices, type Services } from "./services";
import type { Neighbours } from "./services/sts";
import type { Kernel } from "./world/kernel";
import { createWorld, type World } from "./world/world";

/** One account's simulated AWS: a clock, the world that runs on it, and the services that speak for it. */
export interface DataCentre extends Services {
  readonly kernel: Kernel;
  readonly world: World;
}

/** Puts a data centre together on a new or a restored kernel. `neighbours` are the other accounts, for their roles. */
export function createDataCentre(kernel: Kernel, neighbours?: Neighbours): DataCentre {
  const world = createWorld(kernel);
  return { kernel, world, ...createServices(world, neighbours) };
}
