import fs from "node:fs";
import path from "node:path";
import { startSandbox } from "./server";

export interface RunOptions {
  /** The project's folder; the demo reads its stored template there. */
  readonly root: string;
  readonly port: number;
  /** The data directory; worlds are kept in `sandbox/` under it. */
  readonly dataDirectory: string;
  /** Starts without the demo. */
  readonly empty: boolean;
  /** How many times faster than AWS waits pass (boot, image pull, draining). */
  readonly pace: number;
}

/** Runs the sandbox until told to stop; resolves with its port once it answers. */
export async function runSandbox(options: RunOptions): Promise<{ port: number; close(): void }> {
  const { port, close } = await startSandbox({
    port: options.port,
    directory: path.join(options.dataDirectory, "sandbox"),
    pace: options.pace,
    wall: Date.now,
    withDemo: !options.empty,
    demo: { template: fs.readFileSync(path.join(options.root, "infra-templates/ecs-ec2-daemon.yaml"), "utf8") },
    onBug: (what, error) => console.error(`${what}:`, error),
  });
  return { port, close };
}
