import type { CreateTargetGroupInput, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { retagElb } from "./elb-tags";
import { flag, mapping, mappings, number, ownTags, physicalName, picked, tagsOf, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

/** The health check, which is all that can change in place. */
function healthCheck({ properties }: Call) {
  const matcher = mapping(properties, "Matcher");
  const http = matcher && text(matcher, "HttpCode");
  const grpc = matcher && text(matcher, "GrpcCode");
  const entries = {
    HealthCheckEnabled: flag(properties, "HealthCheckEnabled"),
    HealthCheckIntervalSeconds: number(properties, "HealthCheckIntervalSeconds"),
    HealthCheckPath: text(properties, "HealthCheckPath"),
    HealthCheckPort: text(properties, "HealthCheckPort"),
    HealthCheckProtocol: text(properties, "HealthCheckProtocol"),
    HealthCheckTimeoutSeconds: number(properties, "HealthCheckTimeoutSeconds"),
    HealthyThresholdCount: number(properties, "HealthyThresholdCount"),
    UnhealthyThresholdCount: number(properties, "UnhealthyThresholdCount"),
    Matcher: http !== undefined ? { HttpCode: http } : grpc !== undefined ? { GrpcCode: grpc } : undefined,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function setAttributes(call: Call, TargetGroupArn: string): void {
  const Attributes = mappings(call.properties, "TargetGroupAttributes").map((one) => ({
    Key: text(one, "Key") ?? "",
    Value: text(one, "Value") ?? "",
  }));
  if (Attributes.length === 0) return;
  call.tools.invoke("elasticloadbalancing", "ModifyTargetGroupAttributes", { TargetGroupArn, Attributes }, call.ctx);
}

const describe = ({ tools, ctx, physicalId }: Call): TargetGroup | undefined =>
  tools.invoke("elasticloadbalancing", "DescribeTargetGroups", { TargetGroupArns: [physicalId] }, ctx)
    .TargetGroups?.[0];

/** AWS::ElasticLoadBalancingV2::TargetGroup. Ref is the ARN. */
export const targetGroup: Provider = {
  create(call) {
    const { tools, ctx, properties } = call;
    const optional = {
      Port: number(properties, "Port"),
      Protocol: text(properties, "Protocol"),
      ProtocolVersion: text(properties, "ProtocolVersion"),
      TargetType: text(properties, "TargetType"),
      IpAddressType: text(properties, "IpAddressType"),
      VpcId: text(properties, "VpcId"),
    };
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
    const answer = tools.invoke(
      "elasticloadbalancing",
      "CreateTargetGroup",
      {
        Name: text(properties, "Name") ?? physicalName(call, 32),
        ...(given as Partial<CreateTargetGroupInput>),
        ...healthCheck(call),
        Tags: tagsOf(call, mappings(properties, "Tags")),
      },
      ctx,
    );
    const arn = answer.TargetGroups?.[0]?.TargetGroupArn ?? "";
    call.made = arn;
    setAttributes(call, arn);
    return arn;
  },
  update(call) {
    const input = { TargetGroupArn: call.physicalId, ...healthCheck(call) };
    call.tools.invoke("elasticloadbalancing", "ModifyTargetGroup", input, call.ctx);
    setAttributes(call, call.physicalId);
    retagElb(call);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("elasticloadbalancing", "DeleteTargetGroup", { TargetGroupArn: physicalId }, ctx));
  },
  actual(call) {
    const { tools, ctx, properties, physicalId: TargetGroupArn } = call;
    const found = describe(call);
    if (!found) return undefined;
    const all =
      tools.invoke("elasticloadbalancing", "DescribeTargetGroupAttributes", { TargetGroupArn }, ctx).Attributes ?? [];
    const named = mappings(properties, "TargetGroupAttributes").map((one) => text(one, "Key"));
    const tags = tools.invoke("elasticloadbalancing", "DescribeTags", { ResourceArns: [TargetGroupArn] }, ctx);
    return {
      ...picked(
        found,
        "Protocol Port VpcId HealthCheckProtocol HealthCheckPort HealthCheckEnabled HealthCheckIntervalSeconds HealthCheckTimeoutSeconds HealthyThresholdCount UnhealthyThresholdCount HealthCheckPath Matcher TargetType",
      ),
      Name: found.TargetGroupName,
      TargetGroupAttributes: all.filter((one) => named.includes(one.Key)),
      Tags: ownTags(call, tags.TagDescriptions?.[0]?.Tags),
    };
  },
  read(call) {
    const found = describe(call);
    return {
      TargetGroupArn: call.physicalId,
      TargetGroupFullName: call.physicalId.slice(call.physicalId.indexOf(":targetgroup/") + 1),
      TargetGroupName: found?.TargetGroupName ?? "",
      LoadBalancerArns: found?.LoadBalancerArns ?? [],
    };
  },
};
