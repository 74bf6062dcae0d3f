/** What an instance's boot script does that other parts of the data centre notice. */
export interface BootScript {
  /** Name of the ECS cluster the agent joins, written to /etc/ecs/ecs.config. */
  readonly cluster?: string;
  readonly signal?: { readonly stack: string; readonly resource: string; readonly region: string };
  /** The script asks the agent's introspection port before it signals. */
  readonly signalAfterAgent: boolean;
}

const option = (command: string, name: string): string =>
  new RegExp(`--${name}(?:=|\\s+)["']?([^\\s"']+)`).exec(command)?.[1] ?? "";

/**
 * Reads a boot script for the two commands that matter here: joining a cluster (`ECS_CLUSTER=…`) and `cfn-signal`.
 * `userData` is base64, as EC2 keeps it. A script with neither is an instance that just boots.
 */
export function readBootScript(userData: string | undefined): BootScript {
  if (!userData) return { signalAfterAgent: false };
  const text = Buffer.from(userData, "base64")
    .toString("utf8")
    .replace(/\\\r?\n\s*/g, " ");
  const cluster = /ECS_CLUSTER["']?\s*[=:]\s*["']?([A-Za-z0-9_-]+)/.exec(text)?.[1];
  const at = text.search(/cfn-signal[^\n]*--stack/);
  const command = at < 0 ? "" : (/cfn-signal[^\n]*/.exec(text.slice(at))?.[0] ?? "");
  const signal = command
    ? { stack: option(command, "stack"), resource: option(command, "resource"), region: option(command, "region") }
    : undefined;
  const signalAfterAgent = signal !== undefined && cluster !== undefined && text.slice(0, at).includes("51678");
  return { ...(cluster ? { cluster } : {}), ...(signal ? { signal } : {}), signalAfterAgent };
}
