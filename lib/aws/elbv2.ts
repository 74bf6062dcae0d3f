import "server-only";
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { isSlipwayError } from "@/lib/errors";
import type { AwsContext } from "./client";

export interface TargetHealth {
  /** An instance id, or an address with awsvpc networking. */
  readonly target: string;
  readonly port: number;
  readonly state: "healthy" | "initial" | "unhealthy" | "draining" | "unused" | "unavailable";
  /** AWS's reason code, e.g. "Target.Timeout"; absent while healthy. */
  readonly reason?: string;
  readonly description?: string;
}

/** Every registered target's health; none when the target group is gone. */
export async function targetHealth(ctx: AwsContext, targetGroupArn: string): Promise<TargetHealth[]> {
  try {
    const answer = await ctx.call("elasticloadbalancing:DescribeTargetHealth", () =>
      ctx
        .client(ElasticLoadBalancingV2Client)
        .send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })),
    );
    return (answer.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth: health }) => ({
      target: Target?.Id ?? "",
      port: Target?.Port ?? 0,
      state: stateOf(health?.State),
      reason: health?.Reason,
      description: health?.Description,
    }));
  } catch (error) {
    if (isSlipwayError(error) && error.details.awsCode?.startsWith("TargetGroupNotFound")) return [];
    throw error;
  }
}

function stateOf(state: string | undefined): TargetHealth["state"] {
  switch (state) {
    case "healthy":
    case "initial":
    case "unhealthy":
    case "unused":
    case "unavailable":
      return state;
    case "draining":
    case "unhealthy.draining":
      return "draining";
    default:
      return "unavailable";
  }
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetType: string;
  readonly healthCheckPath?: string;
  readonly healthyAfter: number;
  readonly intervalSeconds: number;
  readonly loadBalancerArns: readonly string[];
}

export async function targetGroup(ctx: AwsContext, arn: string): Promise<TargetGroup | null> {
  const answer = await ctx.call("elasticloadbalancing:DescribeTargetGroups", () =>
    ctx.client(ElasticLoadBalancingV2Client).send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] })),
  );
  const group = answer.TargetGroups?.[0];
  if (!group) return null;
  return {
    arn,
    name: group.TargetGroupName ?? "",
    protocol: group.Protocol ?? "",
    port: group.Port ?? 0,
    targetType: group.TargetType ?? "instance",
    healthCheckPath: group.HealthCheckPath,
    healthyAfter: group.HealthyThresholdCount ?? 0,
    intervalSeconds: group.HealthCheckIntervalSeconds ?? 0,
    loadBalancerArns: group.LoadBalancerArns ?? [],
  };
}

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly state: string;
  readonly scheme: string;
}

export async function loadBalancer(ctx: AwsContext, arn: string): Promise<LoadBalancer | null> {
  const answer = await ctx.call("elasticloadbalancing:DescribeLoadBalancers", () =>
    ctx.client(ElasticLoadBalancingV2Client).send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] })),
  );
  const found = answer.LoadBalancers?.[0];
  if (!found) return null;
  return {
    arn,
    name: found.LoadBalancerName ?? "",
    dnsName: found.DNSName ?? "",
    state: found.State?.Code ?? "",
    scheme: found.Scheme ?? "",
  };
}
