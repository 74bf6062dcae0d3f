import { describe, expect, it } from "vitest";
import { guessPicker } from "./guess-picker";

/** The article's own parameters. */
const ARTICLE =
  "containerRegistry containerName containerTag applicationPort healthCheckPath region vpcid pubsubnet1 pubsubnet2 az1 az2 service ec2Size maxClusterSize stage scaleDownCpuThreshold scaleUpCpuThreshold ec2Key acmCertificateArn route53ZoneId url".split(
    " ",
  );

describe("guessPicker", () => {
  it("the article's parameters", () => {
    const guessed = ARTICLE.flatMap((name) => {
      const picker = guessPicker(name, ARTICLE);
      return picker ? [[name, picker] as const] : [];
    });
    expect(Object.fromEntries(guessed)).toEqual({
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

  it.each([
    ["VpcId", "vpc"],
    ["PublicSubnetOne", "subnet"],
    ["subnet_a", "subnet"],
    ["PrivateSubnetIds", "subnets"],
    ["AvailabilityZone1", "zone"],
    ["SecurityGroupId", "securityGroup"],
    ["KeyName", "keyPair"],
    ["InstanceType", "instanceType"],
    ["CertificateArn", "certificate"],
    ["HostedZoneId", "hostedZone"],
    ["key", undefined],
    ["url", undefined],
    ["timezone", undefined],
    ["zone", undefined],
    ["VpcName", undefined],
    ["SubnetCidr", undefined],
    ["subnetCount", undefined],
    ["stage", undefined],
  ])("%s is %s", (name, kind) => {
    expect(guessPicker(name, [name])?.kind).toBe(kind);
  });
});
