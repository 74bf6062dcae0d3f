import type { LoadBalancer, LoadBalancerAttribute } from "@aws-sdk/client-elastic-load-balancing-v2";
import { sameValue } from "../template/values";
import { retagElb } from "./elb-tags";
import { mappings, ownTags, physicalName, picked, tagsOf, text, texts } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const describe = ({ tools, ctx, physicalId }: Call): LoadBalancer | undefined =>
  tools.invoke("elasticloadbalancing", "DescribeLoadBalancers", { LoadBalancerArns: [physicalId] }, ctx)
    .LoadBalancers?.[0];

const attributes = (call: Call): LoadBalancerAttribute[] =>
  mappings(call.properties, "LoadBalancerAttributes").map((one) => ({
    Key: text(one, "Key") ?? "",
    Value: text(one, "Value") ?? "",
  }));

function setAttributes(call: Call, LoadBalancerArn: string): void {
  const Attributes = attributes(call);
  if (Attributes.length === 0) return;
  call.tools.invoke("elasticloadbalancing", "ModifyLoadBalancerAttributes", { LoadBalancerArn, Attributes }, call.ctx);
}

const subnetsOf = (properties: Call["properties"]): string[] =>
  texts(properties, "Subnets") ?? mappings(properties, "SubnetMappings").flatMap((one) => text(one, "SubnetId") ?? []);

/** AWS::ElasticLoadBalancingV2::LoadBalancer. Ref is the ARN; complete once it is active. */
export const loadBalancer: Provider = {
  settle: 3000,
  create(call) {
    const { tools, ctx, properties } = call;
    const groups = texts(properties, "SecurityGroups");
    const optional = {
      Scheme: text(properties, "Scheme"),
      Type: text(properties, "Type"),
      IpAddressType: text(properties, "IpAddressType"),
    };
    const answer = tools.invoke(
      "elasticloadbalancing",
      "CreateLoadBalancer",
      {
        Name: text(properties, "Name") ?? physicalName(call, 32),
        Subnets: subnetsOf(properties),
        ...(groups ? { SecurityGroups: groups } : {}),
        ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
        Tags: tagsOf(call, mappings(properties, "Tags")),
      },
      ctx,
    );
    const arn = answer.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    call.made = arn;
    setAttributes(call, arn);
    return arn;
  },
  update(call) {
    const { tools, ctx, properties, before, physicalId: LoadBalancerArn } = call;
    const groups = texts(properties, "SecurityGroups");
    if (groups && !sameValue(texts(before, "SecurityGroups"), groups)) {
      tools.invoke("elasticloadbalancing", "SetSecurityGroups", { LoadBalancerArn, SecurityGroups: groups }, ctx);
    }
    if (!sameValue(subnetsOf(before), subnetsOf(properties))) {
      tools.invoke("elasticloadbalancing", "SetSubnets", { LoadBalancerArn, Subnets: subnetsOf(properties) }, ctx);
    }
    const addresses = text(properties, "IpAddressType") ?? "ipv4";
    if ((text(before, "IpAddressType") ?? "ipv4") !== addresses) {
      const input = {
        LoadBalancerArn,
        IpAddressType: addresses === "dualstack" ? ("dualstack" as const) : ("ipv4" as const),
      };
      tools.invoke("elasticloadbalancing", "SetIpAddressType", input, ctx);
    }
    setAttributes(call, LoadBalancerArn);
    retagElb(call);
  },
  delete({ tools, ctx, physicalId }) {
    const input = { LoadBalancerArn: physicalId };
    quietly(() => tools.invoke("elasticloadbalancing", "DeleteLoadBalancer", input, ctx));
  },
  pending: (call, doing) => doing !== "delete" && describe(call)?.State?.Code === "provisioning",
  actual(call) {
    const { tools, ctx, physicalId: LoadBalancerArn } = call;
    const found = describe(call);
    if (!found) return undefined;
    const all =
      tools.invoke("elasticloadbalancing", "DescribeLoadBalancerAttributes", { LoadBalancerArn }, ctx).Attributes ?? [];
    const named = attributes(call).map((one) => one.Key);
    const tags = tools.invoke("elasticloadbalancing", "DescribeTags", { ResourceArns: [LoadBalancerArn] }, ctx);
    return {
      ...picked(found, "Scheme Type IpAddressType SecurityGroups"),
      Name: found.LoadBalancerName,
      Subnets: (found.AvailabilityZones ?? []).map((zone) => zone.SubnetId),
      LoadBalancerAttributes: all.filter((one) => named.includes(one.Key)),
      Tags: ownTags(call, tags.TagDescriptions?.[0]?.Tags),
    };
  },
  read(call) {
    const found = describe(call);
    return {
      LoadBalancerArn: call.physicalId,
      CanonicalHostedZoneID: found?.CanonicalHostedZoneId ?? "",
      DNSName: found?.DNSName ?? "",
      LoadBalancerFullName: call.physicalId.slice(call.physicalId.indexOf(":loadbalancer/") + ":loadbalancer/".length),
      LoadBalancerName: found?.LoadBalancerName ?? "",
      SecurityGroups: found?.SecurityGroups ?? [],
    };
  },
};
