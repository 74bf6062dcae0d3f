import type { Invoke } from "../wire/handler";
import type { Kernel } from "../world/kernel";

/** What every part of the engine needs: the clock and queue, and the other services' operations. */
export interface Tools {
  readonly kernel: Kernel;
  readonly invoke: Invoke;
}
