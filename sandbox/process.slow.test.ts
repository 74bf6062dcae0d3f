import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let directory: string;
let closers: (() => void)[] = [];
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-test-"));
});
afterEach(() => {
  for (const close of closers.reverse()) close();
  closers = [];
  fs.rmSync(directory, { recursive: true, force: true });
});

function logs(port: number) {
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "123456789012", secretAccessKey: "x" },
    maxAttempts: 1,
  });
  closers.push(() => client.destroy());
  return client;
}

const create = (name: string) => new CreateLogGroupCommand({ logGroupName: name });
const names = async (client: CloudWatchLogsClient) =>
  (await client.send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ logGroupName }) => logGroupName) ?? [];

describe("npm run sandbox", () => {
  const script = path.resolve(import.meta.dirname, "../scripts/sandbox.mjs");
  function run(port: number): ChildProcess {
    const env = { ...process.env, SANDBOX_PORT: String(port), SLIPWAY_DATA: directory };
    const child = fork(script, ["--empty"], { env, execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
    closers.push(() => child.kill("SIGKILL"));
    return child;
  }
  const ready = (child: ChildProcess) => new Promise((resolve) => child.once("message", resolve));
  const exit = (child: ChildProcess) =>
    new Promise<{ code: number | null }>((resolve) => child.once("exit", (code) => resolve({ code })));

  it.each(["SIGTERM", "SIGINT", "disconnect"])("ends on %s, and comes back", async (how) => {
    const child = run(25_671);
    expect(await ready(child)).toEqual({ type: "ready", port: 25_671 });
    await logs(25_671).send(create("/kept"));
    const gone = exit(child);
    if (how === "disconnect") child.disconnect();
    else child.kill(how as NodeJS.Signals);
    expect((await gone).code).toBe(0);
    const again = run(25_671);
    await ready(again);
    expect(await names(logs(25_671))).toEqual(["/kept"]);
  });

  it("refuses a directory that is in use, in one sentence", async () => {
    const first = run(25_672);
    await ready(first);
    const second = run(25_673);
    let said = "";
    second.stderr?.on("data", (text: Buffer) => {
      said += text.toString();
    });
    expect((await exit(second)).code).toBe(1);
    expect(said).toMatch(/^Process \d+ runs a sandbox on .* already; .*\n$/);
  });
});
