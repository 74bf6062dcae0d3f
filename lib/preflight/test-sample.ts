/** A world and an input for the tests of this folder: a VPC with two public and one private subnet, and one of each. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { madeResources } from "@/lib/templates/made-resources";
import { formOf } from "@/lib/templates/parameters";
import { parseTemplate } from "@/lib/templates/parse";
import { effectiveValues } from "@/lib/templates/values";
import { readTemplate } from "@/lib/templates/yaml";
import { madeOf } from "./resources";
import { runPreflight } from "./run";
import type { CheckStatus, PreflightInput, PreflightWorld, SubnetFact } from "./types";

const text = readFileSync(join(process.cwd(), "infra-templates/ecs-ec2-daemon.yaml"), "utf8");
const parsed = parseTemplate(text);
const read = readTemplate(text);
if (!parsed.ok || !read.ok) throw new Error("the stored template cannot be read");
const { template } = read;
export const form = formOf(parsed, { id: "ecs-ec2-daemon" });

export const NOW = Date.parse("2026-11-23T10:00:00Z");
export const DIGEST = `sha256:${"9f2c".repeat(16)}`;
export const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/abc";
const route = "0.0.0.0/0 → igw-04c1 (rtb-0aa2, main table)";

export const subnet = (id: string, zone: string, extra: Partial<SubnetFact> = {}): SubnetFact => ({
  id: `subnet-${id}`,
  name: id,
  cidr: "10.0.0.0/24",
  zone: `us-east-1${zone}`,
  public: true,
  route,
  ...extra,
});

/** Answers what the test does not name with something that is in order. */
export function world(parts: Partial<PreflightWorld> = {}): PreflightWorld {
  return {
    stack: async () => null,
    logGroup: async () => null,
    image: async () => ({
      digest: DIGEST,
      pushedAt: NOW - 2 * 3_600_000,
      architectures: ["x86_64"],
      ports: [8080],
    }),
    subnets: async () => [
      subnet("public-a", "a", { ipv6Cidr: "2001:db8::/64" }),
      subnet("public-b", "b"),
      subnet("private-a", "a", { public: false, route: "0.0.0.0/0 → nat-0bb3 (rtb-0cc4)" }),
    ],
    keyPairs: async () => ["team"],
    certificates: async () => [
      { arn: CERTIFICATE, names: ["*.acme.dev"], status: "ISSUED", notAfter: NOW + 211 * 86_400_000 },
    ],
    hostedZones: async () => [
      { id: "Z1", name: "acme.dev", private: false },
      { id: "Z2", name: "inside.acme.dev", private: true },
      { id: "Z3", name: "other.org", private: false },
    ],
    records: async () => [],
    machineImage: async () => ({ name: "al2023-ecs-1", architecture: "x86_64", createdAt: NOW - 20 * 86_400_000 }),
    instanceType: async () => ({ vcpus: 2, memoryMiB: 2048 }),
    quota: async () => 64,
    zonesOffering: async () => ["us-east-1a", "us-east-1b"],
    permissions: async () => ({ principal: "arn:aws:iam::123456789012:user/slipway", denied: [] }),
    ...parts,
  };
}

/** The input as the form would send it, with the given values over good ones. */
export function input(
  values: Readonly<Record<string, string>> = {},
  extra: Partial<PreflightInput> = {},
): PreflightInput {
  const whole = effectiveValues(form, {
    service: "orders",
    containerName: "acme/orders",
    containerTag: "1.4.0",
    vpcid: "vpc-1",
    pubsubnets: "subnet-public-a,subnet-public-b",
    ec2Ami: "ami-1",
    ...values,
  });
  return {
    place: { account: "sandbox", region: "us-east-1" },
    stackName: "orders-dev",
    form,
    values: whole,
    mode: "launch",
    resources: madeOf({ template, form, values: whole, pseudo: {} }, madeResources(form, whole).off),
    resourceTypes: ["AWS::ECS::Service", "AWS::ECS::TaskDefinition", "AWS::IAM::Role", "AWS::IAM::InstanceProfile"],
    now: NOW,
    ...extra,
  };
}

/** Its name, the values that differ from good ones, the world's answers that differ, and what the check then says. */
export type CheckRow = [
  name: string,
  values: Readonly<Record<string, string>>,
  parts: Partial<PreflightWorld>,
  expected: { status: CheckStatus; evidence: RegExp; set?: Record<string, string> },
];

/** One test a row: the check says what it saw, and mends it where it can. */
export function checkTable(id: string, rows: readonly CheckRow[]): void {
  it.each(rows)("%s", async (_, values, parts, expected) => {
    const found = (await runPreflight(input(values), world(parts))).find((one) => one.id === id);
    expect(found).toMatchObject({ id, status: expected.status, evidence: expect.stringMatching(expected.evidence) });
    expect(found?.fix?.set).toEqual(expected.set);
    expect(found?.fields?.length).toBeGreaterThan(0);
  });
}
