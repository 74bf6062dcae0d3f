import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SandboxOptions, startSandbox } from "./server";

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

async function start(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox({
    port: 0,
    directory,
    pace: 10,
    wall: Date.now,
    demo: { template: "" },
    withDemo: false,
    onBug: (what, error) => {
      throw new Error(what, { cause: error });
    },
    ...options,
  });
  closers.push(sandbox.close);
  return sandbox;
}

function logs(port: number, account = "123456789012", attempts = 1) {
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: account, secretAccessKey: "x" },
    maxAttempts: attempts,
  });
  closers.push(() => client.destroy());
  return client;
}

const create = (name: string) => new CreateLogGroupCommand({ logGroupName: name });
const names = async (client: CloudWatchLogsClient) =>
  (await client.send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ logGroupName }) => logGroupName) ?? [];
const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error("it succeeded"),
    (error: Error) => error,
  );

async function control(
  port: number,
  method: string,
  name: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`http://127.0.0.1:${port}/_sandbox/${name}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
}

describe("what was acknowledged", () => {
  it("is there after the process was killed", async () => {
    const first = await start();
    await logs(first.port).send(create("/a"));
    // No close: only what was written before the answer left may count.
    const copy = `${directory}-copy`;
    fs.cpSync(directory, copy, { recursive: true });
    closers.push(() => fs.rmSync(copy, { recursive: true, force: true }));
    const second = await start({ directory: copy });
    expect(await names(logs(second.port))).toEqual(["/a"]);
  });

  it("includes log lines after an orderly end, and starts without them when they cannot be read", async () => {
    const read = async (port: number) => {
      const { events = [] } = await logs(port).send(new FilterLogEventsCommand({ logGroupName: "/a" }));
      return events.map(({ message }) => message);
    };
    const first = await start();
    await logs(first.port).send(create("/a"));
    await control(first.port, "POST", "logs", { group: "/a", stream: "s", lines: ["one", "two"] });
    expect(await read(first.port)).toEqual(["one", "two"]);
    first.close();
    const second = await start();
    expect(await read(second.port)).toEqual(["one", "two"]);
    second.close();
    fs.writeFileSync(path.join(directory, "123456789012/bulk.bin"), "nonsense");
    expect(await read((await start()).port)).toEqual([]);
  });

  it("starts anew beside a stored world it cannot read, and keeps that", async () => {
    fs.mkdirSync(path.join(directory, "123456789012"));
    fs.writeFileSync(path.join(directory, "123456789012/world.json"), "{ half a");
    const told: string[] = [];
    const { port } = await start({ onBug: (what) => told.push(what) });
    expect(await names(logs(port))).toEqual([]);
    expect(told.join()).toContain("could not be read");
    expect(fs.readdirSync(directory).some((name) => name.includes("unreadable"))).toBe(true);
  });

  it("lays the demo again where the default account's world is of another format", async () => {
    const world = path.join(directory, "123456789012");
    fs.mkdirSync(world);
    fs.writeFileSync(path.join(world, "world.json"), JSON.stringify({ format: 1 }));
    const told: string[] = [];
    const template = fs.readFileSync("infra-templates/ecs-ec2-daemon.yaml", "utf8");
    const { port } = await start({ withDemo: true, demo: { template }, onBug: (what) => told.push(what) });
    expect(await names(logs(port))).toContain("/ecs/orders/prod");
    expect(told.join()).toMatch(/stored world of 123456789012 could not be read and was moved to .*unreadable-\d+/);
  });
});

describe("accounts", () => {
  it("know nothing of each other, and reset alone", async () => {
    const { port } = await start();
    const [one, two] = [logs(port, "111111111111"), logs(port, "222222222222")];
    await one.send(create("/one"));
    await two.send(create("/two"));
    expect([await names(one), await names(two)]).toEqual([["/one"], ["/two"]]);
    await control(port, "POST", "reset", { account: "111111111111" });
    expect([await names(one), await names(two)]).toEqual([[], ["/two"]]);
  });

  it("have clocks of their own, which answers' Date tells", async () => {
    const { port } = await start();
    const dateOf = async (account: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "Logs_20140328.DescribeLogGroups",
          authorization: `AWS4-HMAC-SHA256 Credential=${account}/20261123/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0`,
        },
        body: "{}",
      });
      return Date.parse(response.headers.get("date") ?? "");
    };
    const before = await dateOf("111111111111");
    const { status } = await control(port, "POST", "advance", { account: "111111111111", minutes: 90 });
    expect(status).toBe(200);
    expect((await dateOf("111111111111")) - before).toBeGreaterThanOrEqual(90 * 60_000);
    expect((await dateOf("222222222222")) - before).toBeLessThan(60_000);
  });
});

describe("faults", () => {
  it.each([
    ["throttle", "ThrottlingException"],
    ["error500", "InternalFailure"],
    ["error503", "ServiceUnavailable"],
    ["access-denied", "AccessDeniedException"],
    ["expired-token", "ExpiredTokenException"],
  ])("%s answers %s, as often as asked", async (kind, name) => {
    const { port } = await start();
    const client = logs(port);
    await control(port, "POST", "faults", { service: "logs", operation: "CreateLogGroup", kind, times: 1 });
    expect((await failure(client.send(create("/a")))).name).toBe(name);
    expect(await names(client)).toEqual([]);
    await client.send(create("/a"));
    expect((await control(port, "GET", "faults")).body).toEqual({ faults: [] });
  });

  it.each(["reset-after", "truncate"])("%s loses the answer of a call that happened", async (kind) => {
    const { port } = await start();
    const client = logs(port);
    await control(port, "POST", "faults", { operation: "CreateLogGroup", kind, times: 1 });
    const lost = await failure(client.send(create("/a")));
    // An empty JSON answer is complete at half its length; the break is what the client must see.
    if (kind === "reset-after") expect(lost.message).toMatch(/ECONNRESET|socket|aborted/i);
    expect(await names(client)).toEqual(["/a"]);
  });

  it("hang never answers, and nothing happened", async () => {
    const { port } = await start();
    const client = logs(port);
    await control(port, "POST", "faults", { operation: "CreateLogGroup", kind: "hang", times: 1 });
    const lost = await failure(client.send(create("/a"), { abortSignal: AbortSignal.timeout(200) }));
    expect(lost.name).toMatch(/Abort|Timeout/);
    expect(await names(client)).toEqual([]);
  });

  it("strike one account's calls only, and go with its reset", async () => {
    const { port } = await start();
    await control(port, "POST", "faults", { account: "111111111111", kind: "throttle" });
    expect((await failure(logs(port, "111111111111").send(create("/a")))).name).toBe("ThrottlingException");
    await logs(port, "222222222222").send(create("/a"));
    await control(port, "POST", "reset", { account: "111111111111" });
    await logs(port, "111111111111").send(create("/a"));
  });
});

describe("controls", () => {
  it("count calls", async () => {
    const { port } = await start();
    await names(logs(port));
    await names(logs(port));
    const call = { account: "123456789012", region: "us-east-1", service: "logs", operation: "DescribeLogGroups" };
    expect((await control(port, "GET", "calls")).body).toEqual({ calls: [{ ...call, calls: 2 }] });
    await control(port, "POST", "calls/reset");
    expect((await control(port, "GET", "calls")).body).toEqual({ calls: [] });
  });

  it.each([
    ["POST", "advance", { minutes: -1 }],
    ["POST", "advance", { minutes: 1e9 }],
    ["POST", "advance", { account: "../etc", minutes: 1 }],
    ["POST", "pace", {}],
    ["POST", "traffic", { service: "nonsense", requestsPerSecond: 1 }],
    ["POST", "kill", { instanceId: "i-nonsense" }],
    ["POST", "faults", { kind: "nonsense" }],
    ["POST", "fail-next", { failure: "nonsense" }],
    ["POST", "logs", { group: "g", stream: "s", lines: [1] }],
  ])("refuse %s %s with %o", async (method, name, body) => {
    const { port } = await start();
    const answer = await control(port, method, name, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(/must be|missing/);
  });

  it("refuse pages of other origins and other names", async () => {
    const { port } = await start();
    expect((await control(port, "GET", "health", undefined, { origin: "https://evil.example" })).status).toBe(403);
    expect((await control(port, "GET", "health", undefined, { origin: "null" })).status).toBe(403);
    expect((await control(port, "GET", "health", undefined, { origin: "http://localhost:3000" })).status).toBe(200);
    const { request } = await import("node:http");
    const status = await new Promise((resolve) =>
      request({ port, host: "127.0.0.1", path: "/_sandbox/health", headers: { host: "evil.example" } }, (response) =>
        resolve(response.statusCode),
      ).end(),
    );
    expect(status).toBe(403);
  });
});
