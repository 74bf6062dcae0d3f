import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintTemplate } from "./lint";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";
import { validate } from "./validate";

const text = readFileSync(join(import.meta.dirname, "testing/article.yaml"), "utf8");
const parsed = parseTemplate(text);
if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
const form = formOf(parsed, { id: "article" });

describe("the article's own style of template", () => {
  it("fills its plain text parameters from AWS", () => {
    const pickers = Object.fromEntries(form.fields.flatMap(({ name, picker }) => (picker ? [[name, picker]] : [])));
    expect(pickers).toEqual({
      containerRegistry: { kind: "registry" },
      containerName: { kind: "imageRepository", registry: "containerRegistry" },
      containerTag: { kind: "imageTag", registry: "containerRegistry", name: "containerName" },
      vpcid: { kind: "vpc" },
      pubsubnet1: { kind: "subnet", vpc: "vpcid", public: true },
      pubsubnet2: { kind: "subnet", vpc: "vpcid", public: true },
      az1: { kind: "zone", subnet: "pubsubnet1", vpc: "vpcid" },
      az2: { kind: "zone", subnet: "pubsubnet2", vpc: "vpcid" },
      ec2Size: { kind: "instanceType" },
      ec2Key: { kind: "keyPair" },
      acmCertificateArn: { kind: "certificate", covers: "url" },
      route53ZoneId: { kind: "hostedZone" },
      url: { kind: "domain", zone: "route53ZoneId" },
    });
  });

  it("knows which parameter plays which part", () => {
    expect(form.roles).toEqual({
      image: { registry: "containerRegistry", name: "containerName", tag: "containerTag" },
      scaling: { max: "maxClusterSize", up: "scaleUpCpuThreshold", down: "scaleDownCpuThreshold", type: "ec2Size" },
      network: { vpc: "vpcid" },
      health: { path: "healthCheckPath", port: "applicationPort" },
    });
    expect(form.capabilities).toEqual(["CAPABILITY_IAM"]);
  });

  it("takes what the article tells to fill in", () => {
    expect(validate(form, { vpcid: "vpc-1", pubsubnet1: "subnet-1", pubsubnet2: "subnet-2" })).toEqual({});
    expect(Object.keys(validate(form, {}))).toEqual(["vpcid", "pubsubnet1", "pubsubnet2"]);
  });

  it("is advised what has changed since 2020, and what always was dangerous", () => {
    const at = (needle: string) => text.slice(0, text.indexOf(needle)).split("\n").length;
    expect(lintTemplate(parsed).map(({ level, rule, line }) => `${level} ${rule} ${line}`)).toEqual([
      `error launch-configuration ${at("  LaunchConfiguration:")}`,
      `warn moving-tag ${at("Default: latest")}`,
      `warn hard-coded-ami ${at("Default: ami-")}`,
      `warn unused ${at("  ec2Key:")}`,
      `warn unused ${at("  acmCertificateArn:")}`,
      `warn unused ${at("  route53ZoneId:")}`,
      `warn unused ${at("  url:")}`,
      `warn open-ssh ${at("- { IpProtocol: tcp, FromPort: 22")}`,
      `warn imds-v1 ${at("  LaunchConfiguration:") + 2}`,
      `warn zones-beside-subnets ${at("AvailabilityZones:")}`,
      `warn no-circuit-breaker ${at("  Service:\n")}`,
      `info region-parameter ${at("  region:")}`,
      `info plain-type ${at("  vpcid:")}`,
      `info plain-type ${at("  pubsubnet1:")}`,
      `info plain-type ${at("  pubsubnet2:")}`,
      `info plain-type ${at("  az1:")}`,
      `info plain-type ${at("  az2:")}`,
      `info no-log-retention ${at("  LogGroup:")}`,
      `info no-health-grace ${at("  Service:\n")}`,
    ]);
  });
});
