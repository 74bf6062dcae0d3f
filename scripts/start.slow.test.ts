import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CloudFormationClient, paginateListStacks } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "./lib/preconditions.mjs";

/** `npm start` with real processes on the built console. `npm test` builds it first and names the folder. */

const root = fileURLToPath(new URL("..", import.meta.url));
const built = process.env.SLIPWAY_TEST_DIST;
const START_MS = 90_000;

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly sandbox: string;
  output: string;
}

let data: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-start-"));
});
afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  fs.rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

async function launch(command: string[], ports?: { port: number; sandboxPort: number }): Promise<Running> {
  const { port, sandboxPort } = ports ?? { port: await freePort(), sandboxPort: await freePort() };
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      SLIPWAY_DATA: data,
      SLIPWAY_DIST: built,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const made: Running = {
    child,
    url: `http://127.0.0.1:${port}`,
    sandbox: `http://127.0.0.1:${sandboxPort}`,
    output: "",
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      made.output += text;
    });
  }
  return made;
}

const node = [process.execPath, path.join(root, "scripts/start.mjs")];

async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(50);
  }
}

async function ready(one: Running): Promise<Running> {
  await until(
    "ready",
    () => {
      if (one.child.exitCode !== null) throw new Error(`it ended:\n${one.output}`);
      return one.output.includes("Slipway is at");
    },
    START_MS,
  );
  return one;
}

const ended = ({ child }: Running) => child.exitCode !== null || child.signalCode !== null;

/** Signs in as the page does without JavaScript, and answers the session's cookie. */
async function signIn({ url }: Running): Promise<string> {
  const html = await (await fetch(`${url}/sign-in`)).text();
  const form = new FormData();
  const [, action = ""] = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html) ?? [];
  form.set(action, "");
  form.set("role", "operator");
  form.set("next", "/");
  const answer = await fetch(`${url}/sign-in`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { origin: url },
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function stackIds({ sandbox }: Running): Promise<string[]> {
  const client = new CloudFormationClient({
    endpoint: sandbox,
    region: "us-east-1",
    credentials: { accessKeyId: "123456789012", secretAccessKey: "sandbox" },
  });
  const ids: string[] = [];
  for await (const page of paginateListStacks({ client }, {})) {
    for (const { StackId } of page.StackSummaries ?? []) if (StackId) ids.push(StackId);
  }
  return ids.sort();
}

/** Processes that were started with this test's data directory. */
function processesOf(folder: string): number[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/environ`, "utf8").includes(`SLIPWAY_DATA=${folder}\0`);
      } catch {
        return false;
      }
    })
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

describe.skipIf(!built || !fs.existsSync("/proc/self/environ"))("npm start", () => {
  test("starts, refuses a second one, stops with a stream open, and has its stacks and sessions again", {
    timeout: 240_000,
  }, async () => {
    const first = await ready(await launch(node));
    const health = await (await fetch(`${first.url}/api/health`)).json();
    expect(health).toMatchObject({ status: "ok", aws: "sandbox" });
    const stacks = await stackIds(first);
    expect(stacks.length).toBeGreaterThan(0);

    const second = await launch(node);
    await until("the second ends", () => ended(second), 20_000);
    expect(second.child.exitCode).toBe(1);
    expect(second.output.trim()).toMatch(/^Slipway runs on .* already \(process \d+\); stop it first .*\.$/);

    const cookie = await signIn(first);
    const stream = await fetch(`${first.url}/api/live?topic=fleet`, { headers: { cookie } });
    expect(stream.status).toBe(200);
    const reader = stream.body?.getReader();
    await reader?.read();
    first.child.kill("SIGINT");
    await until("stopped", () => ended(first) && processesOf(data).length === 0, 10_000);
    expect(first.child.exitCode).toBe(0);
    await reader?.cancel().catch(() => {});

    const again = await ready(await launch(node));
    expect(again.output).not.toContain("Building");
    expect(await stackIds(again)).toEqual(stacks);
    const page = await fetch(again.url, { headers: { cookie }, redirect: "manual" });
    expect(page.status).toBe(200);
    again.child.kill("SIGTERM");
    await until("stopped again", () => ended(again) && processesOf(data).length === 0, 10_000);
  });

  test("leaves nothing behind when only npm is killed", { timeout: 150_000 }, async () => {
    const npm = await ready(await launch(["npm", "start"]));
    npm.child.kill("SIGKILL");
    await until("all are gone", () => processesOf(data).length === 0, 10_000);
  });

  test("brings each process back that dies, and serves again", { timeout: 200_000 }, async () => {
    const one = await ready(await launch(node));
    const cookie = await signIn(one);
    for (const [name, script] of [
      ["database", /\/database\.mjs$/],
      ["sandbox", /\/sandbox\.mjs$/],
      // Next gives its process a title of its own.
      ["console", /^next-server|\/next$/],
    ] as const) {
      const victim = processesOf(data).find((pid) => commandOf(pid).some((part) => script.test(part)));
      expect(victim, `${name} runs`).toBeDefined();
      process.kill(victim ?? 0, "SIGKILL");
      await until(`the ${name} is back`, () => one.output.includes(`The ${name} is back.`), 60_000);
    }
    await until(
      "pages are served",
      async () => (await fetch(`${one.url}/`, { headers: { cookie } }).catch(() => null))?.status === 200,
      20_000,
    );
    one.child.kill("SIGTERM");
    await until("stopped", () => ended(one), 10_000);
  });

  test("a taken port is one sentence and exit code 1", { timeout: 30_000 }, async () => {
    const { createServer } = await import("node:net");
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const port = (server.address() as { port: number }).port;
    const one = await launch(node, { port, sandboxPort: await freePort() });
    await until("it ends", () => ended(one), 20_000);
    server.close();
    expect(one.child.exitCode).toBe(1);
    expect(one.output.trim()).toBe(`Port ${port} is in use; stop what listens there or set PORT to another.`);
  });
});

const commandOf = (pid: number): string[] => {
  try {
    return execFileSync("cat", [`/proc/${pid}/cmdline`], { encoding: "utf8" }).split("\0");
  } catch {
    return [];
  }
};
