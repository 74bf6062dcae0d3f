import type { StackResource } from "@/lib/stacks/types";

/** Which of a stack's resources make its service: what the other APIs are asked for. */
export interface Located {
  readonly cluster: string;
  /** Name as DescribeServices takes it. */
  readonly service: string;
  readonly serviceArn: string;
  readonly targetGroupArns: readonly string[];
  readonly loadBalancerArns: readonly string[];
  readonly groups: readonly string[];
  /** True when the stack has Application Auto Scaling set the service's number of tasks. */
  readonly scalesTasks: boolean;
  readonly alarms: readonly string[];
  readonly logGroups: readonly string[];
}

const SERVICE = "AWS::ECS::Service";

/**
 * A stack's ECS service, or null. The physical id of a service is its ARN, which in the long form names the cluster;
 * in the short form the cluster is the stack's own, else the default one.
 */
export function locateService(resources: readonly StackResource[]): Located | null {
  const physical = (type: string) =>
    resources.flatMap((resource) =>
      resource.type === type && resource.physicalId && !resource.status.startsWith("DELETE_COMPLETE")
        ? [resource.physicalId]
        : [],
    );
  const [serviceArn] = physical(SERVICE);
  if (!serviceArn) return null;
  const path = serviceArn.split(":").at(-1)?.split("/").slice(1) ?? [];
  const service = path.at(-1) ?? serviceArn;
  const cluster = path.length > 1 ? path[0] : physical("AWS::ECS::Cluster")[0];
  return {
    cluster: cluster ?? "default",
    service,
    serviceArn,
    targetGroupArns: physical("AWS::ElasticLoadBalancingV2::TargetGroup"),
    loadBalancerArns: physical("AWS::ElasticLoadBalancingV2::LoadBalancer"),
    groups: physical("AWS::AutoScaling::AutoScalingGroup"),
    scalesTasks: physical("AWS::ApplicationAutoScaling::ScalableTarget").length > 0,
    alarms: physical("AWS::CloudWatch::Alarm"),
    logGroups: physical("AWS::Logs::LogGroup"),
  };
}

/** Whether a stack is meant to hold a service, also while it is not made yet. */
export const holdsService = (resources: readonly StackResource[]): boolean =>
  resources.some((resource) => resource.type === SERVICE);
