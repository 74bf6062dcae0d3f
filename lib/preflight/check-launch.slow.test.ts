import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Aws, type AwsContext, createAws } from "@/lib/aws/client";
import { subnets, vpcs } from "@/lib/aws/ec2-network";
import { systemClock } from "@/lib/clock";
import { readConfig } from "@/lib/config";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/sandbox-server";
import { checkLaunch, type PreflightRequest, refuseKnownFailures } from "./check-launch";

let sandbox: TestSandbox;
let aws: Aws;
let ctx: AwsContext;
let good: Record<string, string>;
const calls: string[] = [];

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const config = readConfig({ SLIPWAY_SANDBOX_URL: sandbox.endpoint, DATABASE_URL: "postgres://unused" });
  aws = createAws(config, systemClock);
  aws.onCall(({ api }) => calls.push(api));
  ctx = aws.at({ account: "sandbox", region: "us-east-1" });
  const vpc = (await vpcs(ctx)).find(({ name }) => name === "main")?.id ?? "";
  const open = (await subnets(ctx, vpc)).filter((subnet) => subnet.public);
  const byZone = new Map(open.map((subnet) => [subnet.zone, subnet.id]));
  good = {
    service: "orders",
    containerName: "acme/orders",
    containerTag: "1.4.2",
    healthCheckPath: "/health",
    vpcid: vpc,
    pubsubnets: [...byZone.values()].slice(0, 2).join(","),
  };
});
beforeEach(() => void calls.splice(0));
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(async () => {
  aws.destroy();
  await sandbox.close();
});

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const text = readFileSync(join(process.cwd(), "infra-templates/ecs-ec2-daemon.yaml"), "utf8");
const filled = (values: Record<string, string> = {}): PreflightRequest => ({
  template: { id: "ecs-ec2-daemon", text },
  stackName: "orders-dev",
  values: { ...good, ...values },
});
const check = (request: PreflightRequest) => checkLaunch(ctx, { sandbox: sandbox.endpoint }, request);
const statuses = async (request: PreflightRequest) =>
  Object.fromEntries((await check(request)).results.map(({ id, status }) => [id, status]));

const FINE = {
  "name-free": "pass",
  "log-group": "pass",
  names: "pass",
  "image-exists": "pass",
  "image-architecture": "pass",
  "moving-tag": "pass",
  "image-port": "pass",
  "public-subnets": "pass",
  "instance-type": "pass",
  "container-size": "pass",
  "vcpu-quota": "pass",
  thresholds: "pass",
  permissions: "pass",
  cost: "pass",
};

it("answers every question of a launch from AWS, each asked once", async () => {
  expect(await statuses(filled({ containerRegistry: ecr }))).toEqual(FINE);
  expect([...calls].sort()).toEqual([
    "cloudformation:DescribeStacks",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSubnets",
    // The index, then the manifest of its first processor.
    "ecr:BatchGetImage",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
    "iam:SimulatePrincipalPolicy",
    "logs:DescribeLogGroups",
    "service-quotas:GetServiceQuota",
    "sts:GetCallerIdentity",
  ]);
});

it("looks into Docker Hub too", async () => {
  expect(await statuses(filled())).toEqual(FINE);
  const { results } = await check(filled({ applicationPort: "9999", containerTag: "2.0.0-none" }));
  expect(results.find(({ id }) => id === "image-exists")).toMatchObject({
    status: "fail",
    evidence: "docker.io has no acme/orders:2.0.0-none.",
  });
});

it("asks again only what has changed", async () => {
  const { results, kept } = await checkLaunch(
    ctx,
    {},
    { ...filled({ scaleUpCpuThreshold: "80" }), before: filled(), again: ["cost"] },
  );
  expect(results.map(({ id }) => id)).toEqual(["thresholds", "cost"]);
  expect(kept).toContain("public-subnets");
  expect(calls).toEqual([]);
});

it("stops a launch on what is known to be wrong, unless the person has seen it", async () => {
  const wrong = filled({ containerRegistry: ecr, containerTag: "9.9.9" });
  const launch = (despite: string[]) => refuseKnownFailures(ctx, { sandbox: sandbox.endpoint }, wrong, despite);
  await expect(launch([])).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/No such image: .* has no acme\/orders:9\.9\.9/),
  });
  await launch(["image-exists"]);
});

it("never stops a launch because AWS does not answer", async () => {
  await sandbox.control("POST", "faults", { kind: "error500", account: "123456789012" });
  const { results } = await check(filled({ containerRegistry: ecr }));
  expect(results.filter(({ status }) => status === "fail")).toEqual([]);
  expect(results.find(({ id }) => id === "vcpu-quota")?.status).toBe("unknown");
  await refuseKnownFailures(ctx, {}, filled({ containerRegistry: ecr }), []);
  await sandbox.control("DELETE", "faults");
});
