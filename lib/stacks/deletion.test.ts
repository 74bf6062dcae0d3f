import { expect, it } from "vitest";
import { type DeletionEvidence, deletionPlan } from "./deletion";
import type { StackResource } from "./types";

const resource = (logicalId: string, type: string, physicalId: string, status = "CREATE_COMPLETE"): StackResource => ({
  logicalId,
  type,
  physicalId,
  status,
  updatedAt: 0,
});
const evidence: DeletionEvidence = {
  stack: {
    stackId: "arn",
    name: "demo",
    status: "CREATE_COMPLETE",
    createdAt: 0,
    parameters: [
      { key: "route53ZoneId", value: "Z0123456789ABC" },
      { key: "cert", value: "arn:aws:acm:us-east-1:123456789012:certificate/1" },
      { key: "stage", value: "prod" },
    ],
    outputs: [{ key: "Url", value: "http://demo-1.us-east-1.elb.amazonaws.com" }],
    tags: [],
    terminationProtection: false,
    capabilities: [],
  },
  resources: [
    resource("LogGroup", "AWS::Logs::LogGroup", "/ecs/demo/prod"),
    resource("Record", "AWS::Route53::RecordSet", "api.example.org"),
    resource("LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", "arn:lb"),
    resource("Uploads", "AWS::S3::Bucket", "demo-uploads"),
    resource("Cluster", "AWS::ECS::Cluster", "demo"),
    resource("Gone", "AWS::SNS::Topic", "x", "DELETE_COMPLETE"),
  ],
  links: { Uploads: { type: "AWS::S3::Bucket", to: [], deletionPolicy: "Retain" } },
  logGroups: new Map([["/ecs/demo/prod", { storedBytes: 1_500_000, retentionDays: 30 }]]),
  image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme/orders:1.4.2",
};

it("says what goes: logs with size and retention, records, the load balancer's name, and the rest as a number", () => {
  const { lost } = deletionPlan(evidence);
  expect(lost.map(({ what, detail }) => `${what}: ${detail}`)).toEqual([
    "Log group /ecs/demo/prod: All its lines go: 1.5 MB, of the last 30 days.",
    "DNS record api.example.org: The name stops answering.",
    expect.stringContaining("Load balancer demo-1.us-east-1.elb.amazonaws.com: A new one gets another name"),
    expect.stringMatching(/^1 other resource: /),
  ]);
});

it("says what stays: what the template retains, the images, the zone and the certificate", () => {
  expect(deletionPlan(evidence).kept.map(({ what }) => what)).toEqual([
    "Uploads (demo-uploads)",
    "Images of 123456789012.dkr.ecr.us-east-1.amazonaws.com/acme/orders",
    "Hosted zone Z0123456789ABC",
    "Certificate arn:aws:acm:us-east-1:123456789012:certificate/1",
  ]);
});

it("does not guess the size of a log group that could not be read, nor an end where there is none", () => {
  const unread = deletionPlan({ ...evidence, logGroups: new Map() });
  expect(unread.lost[0]?.detail).toMatch(/could not be read/);
  const endless = deletionPlan({ ...evidence, logGroups: new Map([["/ecs/demo/prod", { storedBytes: 12 }]]) });
  expect(endless.lost[0]?.detail).toMatch(/12 bytes, kept without an end/);
});

it("offers to leave behind only what a deletion failed on", () => {
  expect(deletionPlan(evidence).stuck).toEqual([]);
  const resources = [{ ...resource("Uploads", "AWS::S3::Bucket", "b", "DELETE_FAILED"), reason: "not empty" }];
  expect(deletionPlan({ ...evidence, resources, links: {} }).stuck).toEqual([
    { logicalId: "Uploads", type: "AWS::S3::Bucket", reason: "not empty" },
  ]);
});
