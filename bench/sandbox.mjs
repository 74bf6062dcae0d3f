import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { ACCOUNT, REGION, startSandbox } from "./lib/sandbox.mjs";

const STACK = "bench-prod";
const IDLE_SECONDS = 30;
const EVENTS_SECONDS = 5;
const CLIENTS = 8;
const BIG = { stacks: 2_000, services: 5_000, tasks: 5_000, logLines: 1_000_000 };

/** What the practice AWS itself costs: no console, no browser. CPU is the sandbox's process alone. */
export async function measure({ root }) {
  const row = (name, value, unit, aim) => ({ name, value, unit, aim, rival: null, rivalValue: null });
  const round = (value) => Math.round(value * 100) / 100;
  const results = [];

  await withSandbox(root, async (sandbox) => {
    await launch(root, sandbox, 2);
    const before = sandbox.cpuSeconds();
    await sleep(IDLE_SECONDS * 1000);
    const after = sandbox.cpuSeconds();
    if (before !== undefined && after !== undefined) {
      const percent = ((after - before) / IDLE_SECONDS) * 100;
      results.push(row("sandbox idle with one service", round(percent), "% of a core", "≤ 3"));
    }
  });

  await withSandbox(root, async (sandbox) => {
    await launch(root, sandbox, 10);
    const { seconds, cpu } = await timed(sandbox, () => sandbox.control("advance", { minutes: 24 * 60 }));
    results.push(row("advance 24 h, a service of 10 instances", round(seconds), `s (${cpu} s of CPU)`, "≤ 3"));
    const perSecond = await eventsPerSecond(sandbox);
    results.push(row("DescribeStackEvents of 100 events", Math.round(perSecond), "per second", "≥ 1000"));
  });

  await withSandbox(root, async (sandbox) => {
    const { seconds, cpu } = await timed(sandbox, () => sandbox.control("world", BIG));
    const what = "2,000 stacks, 5,000 services and tasks, a million lines";
    results.push(row(`world of ${what}`, round(seconds), `s (${cpu} s of CPU)`, "< 30"));
    const client = new CloudFormationClient(sandbox.sdk);
    const list = await timed(sandbox, async () => {
      let NextToken;
      do ({ NextToken } = await client.send(new DescribeStacksCommand({ NextToken })));
      while (NextToken);
    });
    results.push(row("DescribeStacks of all 2,000, by the SDK", Math.round(list.seconds * 1000), "ms", null));
  });
  return results;
}

async function withSandbox(root, run) {
  const sandbox = await startSandbox(root);
  try {
    await run(sandbox);
  } finally {
    await sandbox.stop();
  }
}

/** Wall-clock and CPU seconds of one thing the sandbox does. */
async function timed(sandbox, run) {
  const before = sandbox.cpuSeconds();
  const began = performance.now();
  await run();
  const seconds = (performance.now() - began) / 1000;
  const after = sandbox.cpuSeconds();
  return { seconds, cpu: before === undefined || after === undefined ? "?" : (after - before).toFixed(1) };
}

/** Launches the stored template with a fixed number of instances and waits until its service runs on all of them. */
async function launch(root, sandbox, instances) {
  const cloudformation = new CloudFormationClient(sandbox.sdk);
  const subnets = await new EC2Client(sandbox.sdk).send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "tag:Name", Values: ["public-a", "public-b"] }] }),
  );
  const Name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";
  const ami = await new SSMClient(sandbox.sdk).send(new GetParameterCommand({ Name }));
  const values = {
    service: "bench",
    stage: "prod",
    containerRegistry: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`,
    containerName: "acme/orders",
    containerTag: "1.5.1",
    enableEcr: "true",
    applicationPort: "8080",
    healthCheckPath: "/health",
    vpcid: subnets.Subnets[0].VpcId,
    pubsubnets: subnets.Subnets.map(({ SubnetId }) => SubnetId).join(","),
    ec2Size: "t3.small",
    ec2Ami: ami.Parameter.Value,
    minClusterSize: String(instances),
    maxClusterSize: String(instances),
    scaleUpCpuThreshold: "75",
    scaleDownCpuThreshold: "30",
  };
  await cloudformation.send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateBody: fs.readFileSync(path.join(root, "infra-templates/ecs-ec2-daemon.yaml"), "utf8"),
      Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      Capabilities: ["CAPABILITY_IAM"],
    }),
  );
  for (let minute = 0; minute < 60; minute++) {
    await sandbox.control("advance", { minutes: 1 });
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: STACK }));
    if (Stacks[0].StackStatus === "CREATE_COMPLETE") return;
    if (Stacks[0].StackStatus !== "CREATE_IN_PROGRESS") throw new Error(`the stack is ${Stacks[0].StackStatus}`);
  }
  throw new Error("the stack was not made within an hour");
}

/**
 * Answers a second to as many clients as keep a few connections busy. The requests are bare HTTP: what is measured is the
 * sandbox, not the SDK's signing and parsing in this process.
 */
async function eventsPerSecond({ port }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const body = `Action=DescribeStackEvents&Version=2010-05-15&StackName=${STACK}`;
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": body.length,
    authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/${REGION}/cloudformation/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const ask = () =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: "127.0.0.1", port, agent, method: "POST", path: "/", headers }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => resolve(parts));
      });
      request.on("error", reject);
      request.end(body);
    });
  const events = (
    Buffer.concat(await ask())
      .toString()
      .match(/<EventId>/g) ?? []
  ).length;
  let answered = 0;
  const until = performance.now() + EVENTS_SECONDS * 1000;
  const client = async () => {
    for (; performance.now() < until; answered++) await ask();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  // Counted as pages of 100, however many events the stack has.
  return (answered / EVENTS_SECONDS) * (Math.min(events, 100) / 100);
}
