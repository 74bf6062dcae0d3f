import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** The sandbox as a process of its own, on a free port and with a folder of its own. */
export interface TestSandbox {
  readonly url: string;
  post(control: string, body?: object): Promise<Record<string, unknown>>;
  get(control: string): Promise<Record<string, unknown>>;
  clearFaults(): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

export async function startSandbox(): Promise<TestSandbox> {
  const port = await freePort();
  const data = await mkdtemp(path.join(tmpdir(), "slipway-live-"));
  const child = spawn(process.execPath, ["scripts/sandbox.mjs"], {
    env: { ...process.env, SANDBOX_PORT: String(port), SLIPWAY_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
  let stopping = false;
  child.once("exit", (code, signal) => {
    if (!stopping) console.error(`the sandbox ended by itself (${code ?? signal}): ${said}`);
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/_sandbox/health`, child, () => said);
  const ask = async (method: string, control: string, body?: object) => {
    const answer = await fetch(`${url}/_sandbox/${control}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${control}: ${await answer.text()}`);
    return (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  };
  return {
    url,
    post: (control, body = {}) => ask("POST", control, body),
    get: (control) => ask("GET", control),
    async clearFaults() {
      await ask("DELETE", "faults");
    },
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) break;
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`the sandbox did not start: ${said()}`);
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
