import "server-only";

/** Points at which a test may kill the process, named `<kind>:<point>`. */
export type CheckpointName = "after-intent" | "after-call" | "after-accepted" | "after-stack-end" | "after-settled";

/** Dies here, as by kill -9, when SLIPWAY_CRASH_AT names this point. Costs a comparison otherwise. */
export function checkpoint(kind: string, point: CheckpointName): void {
  if (process.env.SLIPWAY_CRASH_AT === `${kind}:${point}`) process.kill(process.pid, "SIGKILL");
}
