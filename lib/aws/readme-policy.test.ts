import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/**
 * README's two IAM policies against the commands `lib/aws` sends: nothing missing, nothing unused. Somebody who adds a
 * command adds its action to the README ("To watch" for reads, "SlipwayStacks" for writes).
 */

/** IAM's prefix where it is not the client's name. https://docs.aws.amazon.com/service-authorization/latest/reference */
const PREFIX: Readonly<Record<string, string>> = {
  "application-auto-scaling": "application-autoscaling",
  "auto-scaling": "autoscaling",
  "cloudwatch-logs": "logs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  "route-53": "route53",
  "service-quotas": "servicequotas",
};

/** Commands whose IAM action has another name, or that need none. */
const ACTION_OF: Readonly<Record<string, string | null>> = {
  // Answered whatever the policies say. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  "sts:GetCallerIdentity": null,
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
  "s3:HeadObject": "s3:GetObject",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
};

const READS = /:(BatchGet|Describe|Filter|Get|List|Simulate|Validate|StartQuery$|StopQuery$|StartLiveTail$)/;
const root = path.join(import.meta.dirname, "../..");
const folder = import.meta.dirname;

function usedActions(): string[] {
  const used = new Set<string>();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".ts") && !/test/.test(name))) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    for (const [, names = "", client = ""] of text.matchAll(
      /import \{([^}]*)\} from "@aws-sdk\/client-([a-z0-9-]+)"/g,
    )) {
      for (const [, command, paged] of names.matchAll(/\b([A-Z]\w+)Command\b|\bpaginate([A-Z]\w+)/g)) {
        const action = `${PREFIX[client] ?? client}:${command ?? paged}`;
        const needed = action in ACTION_OF ? ACTION_OF[action] : action;
        if (needed) used.add(needed);
      }
    }
  }
  return [...used].sort();
}

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
}

const policies = [...fs.readFileSync(path.join(root, "README.md"), "utf8").matchAll(/```json\n([\s\S]*?)```/g)].flatMap(
  ([, text = ""]) => (text.includes('"Statement"') ? [JSON.parse(text) as { Statement: readonly Statement[] }] : []),
);
const actionsOf = (sid: string): string[] =>
  [...(policies.flatMap(({ Statement }) => Statement).find(({ Sid }) => Sid === sid)?.Action ?? [])].sort();

it("README's policy to watch is what Slipway reads", () => {
  const reads = usedActions().filter((action) => READS.test(action));
  expect(reads.length).toBeGreaterThan(30);
  expect(actionsOf("SlipwayReads")).toEqual(reads);
});

it("README's policy to launch has what Slipway writes", () => {
  const writes = usedActions().filter((action) => !READS.test(action));
  expect(writes).toContain("cloudformation:CreateStack");
  expect(actionsOf("SlipwayStacks")).toEqual(writes);
});

it("README's policy to launch names each service the stored templates create things of", () => {
  // CloudFormation asks for these with the caller's permissions; which ones, its handlers know, not our code.
  const templates = fs.readdirSync(path.join(root, "infra-templates")).filter((name) => name.endsWith(".yaml"));
  const types = templates.flatMap((name) =>
    [...fs.readFileSync(path.join(root, "infra-templates", name), "utf8").matchAll(/^ {4}Type: AWS::(\w+)::/gm)].map(
      ([, service = ""]) => service.toLowerCase().replace(/v2$/, ""),
    ),
  );
  const prefix = (service: string) => (service === "applicationautoscaling" ? "application-autoscaling" : service);
  const granted = new Set(actionsOf("WhatTheTemplateCreates").map((action) => action.split(":")[0]));
  // Some types of a parameter (`AWS::SSM::Parameter::Value<…>`) stand at the same depth; the caller reads those.
  const created = [...new Set(types)].filter((service) => service !== "ssm").sort();
  expect(created.length).toBeGreaterThan(5);
  for (const service of created) expect(granted).toContain(prefix(service));
});
