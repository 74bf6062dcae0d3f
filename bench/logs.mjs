import { spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { percentile } from "./lib/app.mjs";

const STACK = "orders-prod";
const GROUP = "/ecs/orders/prod";
const LINES = 60;
const EVERY_MS = 400;

/** From a line written into its log stream to its text painted in the browser; ms. */
export async function measure(app) {
  const logs = new CloudWatchLogsClient(app.sdk);
  const { logStreams } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName: GROUP, orderBy: "LastEventTime", descending: true, limit: 1 }),
  );
  const stream = logStreams[0].logStreamName;
  const page = await app.context.newPage();
  await page.goto(`/stacks/${app.account}/${app.region}/${STACK}/logs`);
  await notePainted(page);
  await sleep(3_000);
  await app.control("calls/reset", {});
  const started = Date.now();
  const rival = startRival(app);
  const written = new Map();
  for (let n = 0; n < LINES; n++) {
    const text = `bench-${started}-${n}-end`;
    written.set(text, Date.now());
    await app.control("logs", { group: GROUP, stream, lines: [text] });
    await sleep(EVERY_MS);
  }
  await sleep(3_000);
  const seconds = (Date.now() - started) / 1000;
  const { calls } = await app.control("calls");
  const filterCalls = calls
    .filter(({ operation }) => operation === "FilterLogEvents")
    .reduce((total, one) => total + one.calls, 0);
  const painted = new Map(Object.entries(await page.evaluate(() => window.benchPainted)));
  await page.close();
  const delays = [...written].flatMap(([text, at]) => (painted.has(text) ? [painted.get(text) - at] : []));
  const rivalDelays = await rival?.stop(written);
  const rivalName = "aws logs tail --follow";
  return [
    {
      name: "log line written → painted, p50",
      value: Math.round(percentile(delays, 0.5)),
      unit: "ms",
      aim: null,
      rival: rivalName,
      rivalValue: at(rivalDelays, 0.5),
    },
    {
      name: "log line written → painted, p95",
      value: Math.round(percentile(delays, 0.95)),
      unit: "ms",
      aim: "≤ 480",
      rival: rivalName,
      rivalValue: at(rivalDelays, 0.95),
    },
    {
      name: "log lines lost",
      value: LINES - delays.length,
      unit: `of ${LINES}`,
      aim: "0",
      rival: rivalName,
      rivalValue: rivalDelays ? LINES - rivalDelays.length : null,
    },
    {
      name: "FilterLogEvents calls while tailing",
      value: Math.round((filterCalls / seconds) * 100) / 100,
      unit: "a second",
      aim: "≤ 3",
      rival: null,
      rivalValue: null,
    },
  ];
}

const at = (delays, p) => (delays?.length ? Math.round(percentile(delays, p)) : null);

/** The first frame in which each bench line is in the page. */
function notePainted(page) {
  return page.evaluate(() => {
    window.benchPainted = {};
    const look = () => {
      const now = Date.now();
      for (const [text] of document.body.innerText.matchAll(/bench-\d+-\d+-end/g)) window.benchPainted[text] ??= now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Version 2 of the AWS CLI has `logs tail`; version 1 has not. */
function startRival({ sandboxUrl, sdk }) {
  const version = spawnSync("aws", ["--version"], { encoding: "utf8" });
  if (!/aws-cli\/2/.test(`${version.stdout}${version.stderr}`)) return undefined;
  const seen = new Map();
  const tail = spawn(
    "aws",
    ["--endpoint-url", sandboxUrl, "logs", "tail", GROUP, "--follow", "--since", "1s", "--format", "short"],
    {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: sdk.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_REGION: sdk.region,
        PYTHONUNBUFFERED: "1",
      },
    },
  );
  tail.stdout.setEncoding("utf8");
  tail.stdout.on("data", (text) => {
    for (const [line] of text.matchAll(/bench-\d+-\d+-end/g)) if (!seen.has(line)) seen.set(line, Date.now());
  });
  return {
    stop: async (written) => {
      await sleep(6_000);
      tail.kill();
      return [...written].flatMap(([text, at]) => (seen.has(text) ? [seen.get(text) - at] : []));
    },
  };
}
