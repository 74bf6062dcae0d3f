import { spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudFormationClient, DescribeStacksCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { percentile } from "./lib/app.mjs";

const STACK = "orders-prod";
const ROUNDS = 10;
/** The CLI's waiter asks every 30 s, so each of its rounds is long. */
const RIVAL_ROUNDS = 3;

/** From a stack's end in AWS to its status on the page of somebody who watches; ms, in a real browser. */
export async function measure(app) {
  const cloudformation = new CloudFormationClient(app.sdk);
  const page = await app.context.newPage();
  await page.goto(`/stacks/${app.account}/${app.region}/${STACK}/overview`);
  await watchStatus(page);
  const delays = [];
  const rivalDelays = [];
  for (let round = 0; round < ROUNDS; round++) {
    await update(cloudformation, round);
    await page.waitForFunction(() => window.benchStatus?.endsWith("IN_PROGRESS"), undefined, {
      polling: 50,
      timeout: 60_000,
    });
    const rival = round < RIVAL_ROUNDS ? waiter(app) : undefined;
    const ended = await end(cloudformation);
    const seen = await page
      .waitForFunction(() => (/_COMPLETE$/.test(window.benchStatus ?? "") ? window.benchSeenAt : false), undefined, {
        polling: 20,
        timeout: 60_000,
      })
      .then((handle) => handle.jsonValue());
    delays.push(Math.max(0, seen - ended));
    if (rival) rivalDelays.push((await rival) - ended);
  }
  await page.close();
  return [
    {
      name: "stack end → seen in the browser, p50",
      value: Math.round(percentile(delays, 0.5)),
      unit: "ms",
      aim: null,
      rival: null,
      rivalValue: null,
    },
    {
      name: "stack end → seen in the browser, p95",
      value: Math.round(percentile(delays, 0.95)),
      unit: `ms (${ROUNDS} updates)`,
      aim: "≤ 1000",
      rival: `aws cloudformation wait, worst of ${RIVAL_ROUNDS}`,
      rivalValue: rivalDelays.length > 0 ? Math.round(Math.max(...rivalDelays)) : null,
    },
  ];
}

/** Notes when the stack's status on the page changes, at the moment it is in the document. */
function watchStatus(page) {
  return page.evaluate(() => {
    const read = () => {
      const status = /((?:CREATE|UPDATE|ROLLBACK|DELETE|REVIEW)[A-Z_]*(?:_COMPLETE|_IN_PROGRESS|_FAILED))\b/.exec(
        document.querySelector("header")?.parentElement?.innerText ?? "",
      )?.[1];
      if (status !== window.benchStatus) {
        window.benchStatus = status;
        window.benchSeenAt = Date.now();
      }
    };
    read();
    new MutationObserver(read).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** Another version: long enough that the page sees it begin, as a person who watches a deployment does. */
async function update(cloudformation, round) {
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: STACK }));
  const Parameters = Stacks[0].Parameters.map(({ ParameterKey }) =>
    ParameterKey === "containerTag"
      ? { ParameterKey, ParameterValue: round % 2 === 0 ? "1.5.1" : "1.5.0" }
      : { ParameterKey, UsePreviousValue: true },
  );
  await cloudformation.send(
    new UpdateStackCommand({
      StackName: STACK,
      UsePreviousTemplate: true,
      Parameters,
      Capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    }),
  );
}

/** Host time at which AWS first answered that it is complete, asked every 10 ms. */
async function end(cloudformation) {
  for (;;) {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: STACK }));
    if (/_COMPLETE$/.test(Stacks[0].StackStatus)) return Date.now();
    await sleep(10);
  }
}

/** When `aws cloudformation wait stack-update-complete` comes back, or undefined where the CLI is not installed. */
function waiter({ sandboxUrl, sdk }) {
  if (spawnSync("aws", ["--version"]).status !== 0) return undefined;
  const child = spawn(
    "aws",
    ["--endpoint-url", sandboxUrl, "cloudformation", "wait", "stack-update-complete", "--stack-name", STACK],
    {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: sdk.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_DEFAULT_REGION: sdk.region,
      },
    },
  );
  return new Promise((resolve) => child.once("exit", () => resolve(Date.now())));
}
