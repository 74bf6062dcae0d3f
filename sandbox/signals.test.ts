import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "./testing/sandbox-server";
import { clientOptions } from "./testing/wire-server";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

const account = "111122223333";
const place = { account, region: "eu-west-1" };

it("log lines can be told with times of their own", async () => {
  const client = new CloudWatchLogsClient(clientOptions(sandbox.endpoint));
  await client.send(new CreateLogGroupCommand({ logGroupName: "g" }));
  const told = async (lines: unknown) =>
    (await sandbox.control("POST", "logs", { ...place, group: "g", stream: "s", lines })).body;
  const { at } = (await told(["now", { timestamp: 1_700_000_000_000, message: "long ago" }])) as { at: number };
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: "g" }));
  expect(events?.map(({ timestamp, message }) => [timestamp, message])).toEqual([
    [1_700_000_000_000, "long ago"],
    [Math.floor(at), "now"],
  ]);
  for (const lines of [[], [7], [{ message: "no time" }], "text"]) expect(await told(lines)).toHaveProperty("error");
  client.destroy();
});

it("the latency of AWS's metrics can be set, and is kept", async () => {
  const read = async () => (await sandbox.control("GET", `metric-latency?account=${account}`)).body;
  expect(await read()).toEqual({ seconds: 25 });
  await sandbox.control("POST", "metric-latency", { account, seconds: 180 });
  expect(await read()).toEqual({ seconds: 180 });
  const { status } = await sandbox.control("POST", "metric-latency", { account, seconds: 901 });
  expect(status).toBe(400);
  const { metrics, kernel } = sandbox.accounts.get(account).centre.world;
  expect(kernel.now() - metrics.publishedUntil()).toBeGreaterThanOrEqual(180_000);
});
