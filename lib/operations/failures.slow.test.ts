import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { certificates } from "@/lib/aws/acm";
import type { Aws } from "@/lib/aws/client";
import { describeStack } from "@/lib/aws/cloudformation";
import { subnets, vpcs } from "@/lib/aws/ec2-network";
import { hostedZones } from "@/lib/aws/route53";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/lib/db/test-database";
import { launch } from "@/lib/stacks/launch";
import { stepOperation } from "./step";
import { findOperation, listOperations, listUnsettled } from "./store";
import { sandboxAws, startSandbox, stepOptions, type TestSandbox } from "./test-rig";
import { ENDED, type Operation } from "./types";

/** Injected failures of launches of the stored template, and the sentence a person is told for each. */
const TEMPLATE = readFileSync("infra-templates/ecs-ec2-daemon.yaml", "utf8");
const place = { account: "sandbox", region: "us-east-1" };
let sandbox: TestSandbox;
let database: Awaited<ReturnType<typeof testDatabase>>;
let aws: Aws;
let has: Record<string, string>;
let stages = 0;

beforeAll(async () => {
  // As fast as tasks still live long enough to be seen between two looks.
  [sandbox, database] = await Promise.all([startSandbox(1), testDatabase()]);
  aws = sandboxAws(sandbox.url);
  await sandbox.control("demo");
  const demo = await describeStack(aws.at(place), "orders-prod");
  if (!demo) throw new Error("the demo stack is not there");
  has = Object.fromEntries(demo.parameters.map(({ key, value }) => [key, value]));
});
afterEach(async () => {
  await sandbox.control("faults", {}, "DELETE");
  await sandbox.control("fail-next", { failure: "none" });
  await sandbox.control("capacity", { available: true });
  await sandbox.control("quota", { service: "ec2", code: "L-1216C47A", value: 64 });
});
afterAll(async () => {
  aws.destroy();
  await database.close();
  await sandbox.stop();
});

interface Broken {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** Launches the stored template, broken in one way, and follows it to its end as the console does. */
async function launchBroken({ parameters, text = TEMPLATE }: Broken): Promise<Operation> {
  const stage = `s${++stages}`;
  const ref = { ...place, stack: `cause-${stage}` };
  const ctx = { db: database.db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
  const given = { ...has, service: "cause", stage, containerTag: "1.4.2", ...parameters };
  const started = await launch(ctx, {
    ref,
    template: { id: "ecs-ec2-daemon", text },
    parameters: given,
    capabilities: ["CAPABILITY_IAM"],
    formKey: randomUUID(),
  }).catch(() => null);
  const id = started?.operationId ?? (await listOperations(database.db, ref, 1))[0]?.id;
  if (!id) throw new Error("the launch was not even stored");
  for (let passed = 0; passed < 4 * 3_600; passed += 20) {
    const waiting = (await listUnsettled(database.db)).find((one) => one.id === id);
    if (waiting) await stepOperation(stepOptions({ db: database.db, aws }), waiting);
    const now = await findOperation(database.db, id);
    if (now && ENDED.includes(now.state)) return now;
    // Once the cause is known the rest is only the way back.
    await sandbox.control("advance", { seconds: now?.cause ? 120 : 20 });
  }
  throw new Error("the launch did not end");
}

const tellsAll = (operation: Operation, sentence: RegExp, nextStep: RegExp) => {
  expect(operation.state).toBe("failed");
  expect(operation.cause?.sentence).toMatch(sentence);
  expect(operation.cause?.nextStep).toMatch(nextStep);
};

describe("a launch that fails says why, and what to do next", () => {
  it("image missing", async () => {
    const ended = await launchBroken({ parameters: { containerTag: "9.9.9" } });
    tellsAll(
      ended,
      /^The image \S+\/acme\/orders:9\.9\.9 does not exist in its registry\.$/,
      /Deploy a tag that exists/,
    );
  });

  it("crash on start, with its last log line", async () => {
    const ended = await launchBroken({ parameters: { containerTag: "1.6.0" } });
    tellsAll(
      ended,
      /^The container cause exited with code 1 right after it started\. Its last line: “.*DATABASE_URL is not set”$/,
      /last log lines/,
    );
  });

  it.each<[string, RegExp, RegExp]>([
    ["out-of-memory", /^The container cause was killed with exit code 137: it used more memory/, /more memory/],
    ["health-check", /^The load balancer's health check on port \d+ fails: .*\[503\]\.$/, /answers 503 itself/],
    ["slow-start", /^The load balancer's health check on port \d+ fails: Request timed out\.$/, /grace period/],
  ])("%s", async (failure, sentence, nextStep) => {
    await sandbox.control("fail-next", { failure });
    tellsAll(await launchBroken({}), sentence, nextStep);
  });

  it("no capacity for the instance type", async () => {
    await sandbox.control("capacity", { available: false, instanceType: has.ec2Size ?? "t3.small" });
    tellsAll(
      await launchBroken({}),
      /^AutoScalingGroup got no instance: AWS has no instances of type t3\.small free in us-east-1[a-c] now\.$/,
      /another instance type/,
    );
  });

  it("quota of vCPUs", async () => {
    await sandbox.control("quota", { service: "ec2", code: "L-1216C47A", value: 4 });
    tellsAll(
      await launchBroken({}),
      /^AutoScalingGroup got no instance: the account's quota of 4 vCPUs is used up\.$/,
      /Service Quotas/,
    );
  });

  it("nobody signals that an agent has joined", async () => {
    const ended = await launchBroken({ text: TEMPLATE.replaceAll("/opt/aws/bin/cfn-signal", "true") });
    tellsAll(
      ended,
      /^2 of the instances of AutoScalingGroup did not report in time/,
      /route table leads to an internet gateway/,
    );
  });

  it("subnets without a way to the internet", async () => {
    const vpcid = (await vpcs(aws.at(place))).find(({ name }) => name === "isolated")?.id ?? "";
    const ids = (await subnets(aws.at(place), vpcid)).map(({ id }) => id);
    const ended = await launchBroken({ parameters: { vpcid, pubsubnets: ids.join(",") } });
    tellsAll(ended, /^LoadBalancer could not be made: vpc-\w+ has no internet gateway/, /internet gateway/);
  });

  it("access denied to the caller on one API", async () => {
    await sandbox.control("faults", { kind: "access-denied", service: "cloudformation", operation: "CreateStack" });
    tellsAll(await launchBroken({}), /^AWS did not allow cloudformation:CreateStack/, /Add cloudformation:CreateStack/);
  });

  it("access denied to what makes one resource", async () => {
    await sandbox.control("fail-resource", {
      stack: `cause-s${stages + 1}`,
      logicalId: "InstanceRole",
      message:
        "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/x",
    });
    tellsAll(
      await launchBroken({}),
      /^AWS did not allow iam:CreateRole, which InstanceRole needs\.$/,
      /Add iam:CreateRole/,
    );
  });

  it("a log group left over", async () => {
    const stage = `s${stages + 1}`;
    await launchOther(`AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Left: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: /ecs/cause/${stage} } }`);
    tellsAll(
      await launchBroken({}),
      new RegExp(`^LogGroup could not be made: the log group /ecs/cause/${stage} is there already`),
      /Delete that log group/,
    );
  });

  it("a certificate that is not issued", async () => {
    const pending = (await certificates(aws.at(place))).find(({ names }) => names[0] === "new.acme.dev");
    const ended = await launchBroken({ parameters: { enableTls: "true", acmCertificateArn: pending?.arn ?? "" } });
    tellsAll(ended, /^Listener cannot use the certificate \S+: it is not issued, or is of another Region\.$/, /issued/);
  });

  it("a record of the name in the hosted zone", async () => {
    const zone = (await hostedZones(aws.at(place))).find(({ name }) => /^acme\.dev/.test(name));
    const ended = await launchBroken({
      parameters: { enableDns: "true", route53ZoneId: zone?.id ?? "", url: "www.acme.dev" },
    });
    tellsAll(
      ended,
      /^DnsRecordA could not be made: the hosted zone has a record www\.acme\.dev \(CNAME\) already\.$/,
      /Delete that record/,
    );
  });

  it("IAM not ticked: refused before AWS is asked, naming what needs it", async () => {
    const ref = { ...place, stack: "cause-untold" };
    const ctx = { db: database.db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
    const parameters = { ...has, service: "cause", stage: "untold", containerTag: "1.4.2" };
    const template = { id: "ecs-ec2-daemon", text: TEMPLATE };
    const asked = launch(ctx, { ref, template, parameters, capabilities: [], formKey: randomUUID() });
    await expect(asked).rejects.toMatchObject({
      code: "invalid_input",
      details: { fields: { capabilities: expect.stringMatching(/^Tick .*ExecutionRole.*InstanceRole/) } },
    });
  });
});

/** A stack beside the broken one, made to its end. */
async function launchOther(text: string): Promise<void> {
  const ref = { ...place, stack: `other-${stages}` };
  const ctx = { db: database.db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
  const input = { template: { id: "other", text }, parameters: {}, capabilities: [], formKey: randomUUID() };
  await launch(ctx, { ref, ...input });
  for (let tries = 0; tries < 60; tries++) {
    if ((await describeStack(aws.at(ref), ref.stack))?.status === "CREATE_COMPLETE") return;
    await sandbox.control("advance", { seconds: 10 });
  }
  throw new Error("the other stack was not made");
}
