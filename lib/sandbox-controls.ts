import "server-only";
import type { Config } from "@/lib/config";
import { SlipwayError } from "@/lib/errors";
import type { Place } from "@/lib/place";

/**
 * The one file that knows the sandbox: its HTTP controls under `/_sandbox/` (sandbox/README.md). Everything else in the
 * console sees an AWS like any other.
 */

export const FAILURES = ["none", "image-pull", "crash", "health-check", "out-of-memory", "slow-start"] as const;
export type DeploymentFailure = (typeof FAILURES)[number];

export interface SandboxState {
  /** The account's simulated time, ms. */
  readonly now: number;
  readonly services: readonly { cluster?: string; service: string; requestsPerSecond: number; manual: boolean }[];
  /** `group` is the Auto Scaling group it belongs to. */
  readonly instances: readonly { instanceId: string; zone: string; group?: string }[];
  readonly nextDeployment: DeploymentFailure;
}

export type SandboxCommand =
  | { readonly do: "advance"; readonly minutes: number }
  | { readonly do: "traffic"; readonly service: string; readonly requestsPerSecond: number | null }
  | { readonly do: "kill"; readonly instanceId: string }
  | { readonly do: "fail-next"; readonly failure: DeploymentFailure };

const TIMEOUT_MS = 20_000;

export async function readSandbox(config: Config, place: Place): Promise<SandboxState> {
  return request(config, place, "GET", "state", {});
}

/** Runs one control and answers the state after it. */
export async function commandSandbox(config: Config, place: Place, command: SandboxCommand): Promise<SandboxState> {
  const { do: name, ...input } = command;
  await request(config, place, "POST", name, input);
  return readSandbox(config, place);
}

async function request(
  config: Config,
  place: Place,
  method: "GET" | "POST",
  name: string,
  input: object,
): Promise<SandboxState> {
  const account = config.accounts.find((one) => one.name === place.account)?.credentials?.accessKeyId;
  if (!config.sandboxUrl || !account) throw new SlipwayError("not_found", "There is no sandbox here.");
  const url = new URL(`/_sandbox/${name}`, config.sandboxUrl);
  const whole = { account, region: place.region, ...input };
  if (method === "GET") url.search = new URLSearchParams(whole as Record<string, string>).toString();
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(method === "POST" ? { body: JSON.stringify(whole), headers: { "content-type": "application/json" } } : {}),
    });
  } catch (cause) {
    throw new SlipwayError(
      "unavailable",
      "The sandbox did not answer.",
      { hint: "It comes back by itself; try again." },
      { cause },
    );
  }
  const body = (await answer.json()) as Partial<Omit<SandboxState, "now">> & { now?: string; error?: string };
  if (!answer.ok) throw new SlipwayError("invalid_input", body.error ?? `The sandbox answered ${answer.status}.`);
  return {
    now: Date.parse(body.now ?? "") || 0,
    services: body.services ?? [],
    instances: body.instances ?? [],
    nextDeployment: body.nextDeployment ?? "none",
  };
}
