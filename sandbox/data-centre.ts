import { createServices, type Services } from "./services";
import type { Kernel } from "./world/kernel";
import { createWorld, type World } from "./world/world";

/** One account's simulated AWS: a clock, the world that runs on it, and the services that speak for it. */
export interface DataCentre extends Services {
  readonly kernel: Kernel;
  readonly world: World;
}

/** Puts a data centre together on a new or a restored kernel. */
export function createDataCentre(kernel: Kernel): DataCentre {
  const world = createWorld(kernel);
  return { kernel, world, ...createServices(world) };
}
