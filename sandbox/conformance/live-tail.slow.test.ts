import path from "node:path";
import { CloudWatchLogsClient, CreateLogGroupCommand, StartLiveTailCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSandbox } from "../server";
import { clientOptions } from "../testing/wire-server";
import { runPython, startPython, whyNoPython } from "./python";

const missing = whyNoPython("boto3");
if (missing) console.log(`Live Tail with boto3 is skipped: ${missing}.`);
const noCli = whyNoPython("awscli");
if (noCli) console.log(`Live Tail with the AWS CLI is skipped: ${noCli}.`);

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
const bugs: unknown[] = [];
/** A loaded machine takes its time. */
const PATIENT = { timeout: 30_000 };
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    pace: 1,
    wall: Date.now,
    withDemo: false,
    demo: { template: "" },
    onBug: (what, error) => bugs.push([what, error]),
  });
});
afterAll(() => sandbox.close());

const sessions = (account: string) => sandbox.accounts.get(account).centre.world.liveTail;

it.skipIf(missing)("Live Tail tells boto3 what is written", { timeout: 60_000 }, async () => {
  const probe = path.join(import.meta.dirname, "live_tail_probe.py");
  const { stdout, stderr, code } = await runPython([probe, `http://127.0.0.1:${sandbox.port}`]);
  expect(code, stderr).toBe(0);
  const told = JSON.parse(stdout) as {
    sessionStart?: object;
    sessionUpdate?: { sessionMetadata: object; sessionResults: object[] };
  }[];
  expect(told[0]).toMatchObject({ sessionStart: { logEventFilterPattern: "hello" } });
  expect(told.at(-1)?.sessionUpdate).toMatchObject({
    sessionMetadata: { sampled: false },
    sessionResults: [{ message: "hello world", logStreamName: "s", logGroupIdentifier: "111122223333:/ecs/orders" }],
  });
  await expect.poll(() => sessions("111122223333").count(), PATIENT).toBe(0);
});

it("Live Tail's session ends after three hours as an exception of the stream, and a lost world ends it too", {
  timeout: 60_000,
}, async () => {
  const account = "444455556666";
  const client = new CloudWatchLogsClient({
    ...clientOptions(`http://127.0.0.1:${sandbox.port}`),
    credentials: { accessKeyId: account, secretAccessKey: "x" },
  });
  const open = async () => {
    const arn = `arn:aws:logs:eu-west-1:${account}:log-group:g`;
    const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn] }));
    const all = async () => {
      let updates = 0;
      for await (const event of responseStream ?? []) if (event.sessionUpdate) updates++;
      return updates;
    };
    return all();
  };
  await client.send(new CreateLogGroupCommand({ logGroupName: "g" }));
  const long = open();
  const ended = expect(long).rejects.toMatchObject({ name: "SessionTimeoutException" });
  await expect.poll(() => sessions(account).count(), PATIENT).toBe(1);
  await sandbox.accounts.get(account).advance(3 * 3_600_000);
  await ended;
  const lost = expect(open()).rejects.toMatchObject({ name: "SessionStreamingException" });
  await expect.poll(() => sessions(account).count(), PATIENT).toBe(1);
  sandbox.accounts.replace(account, Date.now());
  await lost;
  client.destroy();
  expect(bugs).toEqual([]);
});

it.skipIf(noCli)("Live Tail prints lines in the AWS CLI", { timeout: 60_000 }, async () => {
  const account = "555566667777";
  const place = { account, region: "eu-west-1" };
  const { world, kernel } = sandbox.accounts.get(account).centre;
  world.logs.createGroup(place, "g", {});
  const { output, stop } = startPython(
    ["-m", "awscli", "--endpoint-url", `http://127.0.0.1:${sandbox.port}`, "logs", "start-live-tail"].concat(
      "--log-group-identifiers",
      `arn:aws:logs:eu-west-1:${account}:log-group:g`,
    ),
    {
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
    },
  );
  await expect.poll(() => sessions(account).count(), PATIENT).toBe(1);
  world.logs.write(place, "g", "s", [{ at: kernel.now(), message: "hello from the sandbox" }]);
  await expect.poll(output, PATIENT).toContain("hello from the sandbox");
  stop();
  await expect.poll(() => sessions(account).count(), PATIENT).toBe(0);
});
