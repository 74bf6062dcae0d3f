import type * as ELB from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Handlers } from "../wire/handler";
import type { Balancing } from "../world/balancing";
import type { Place } from "../world/seams";
import type { Target, TargetGroup, TargetGroupSettings } from "../world/target-groups";
import { page } from "./paging";

const attributeList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

const fromPairs = (pairs: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined) =>
  Object.fromEntries((pairs ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));

const groupView = (group: TargetGroup, balancers: string[]): ELB.TargetGroup => ({
  TargetGroupArn: group.arn,
  TargetGroupName: group.name,
  Protocol: group.protocol as ELB.ProtocolEnum,
  Port: group.port,
  VpcId: group.vpcId,
  HealthCheckProtocol: group.checkProtocol as ELB.ProtocolEnum,
  HealthCheckPort: group.checkPort,
  HealthCheckEnabled: group.checkEnabled,
  HealthCheckIntervalSeconds: group.interval,
  HealthCheckTimeoutSeconds: group.timeout,
  HealthyThresholdCount: group.healthyAfter,
  UnhealthyThresholdCount: group.unhealthyAfter,
  HealthCheckPath: group.checkPath,
  Matcher: { HttpCode: group.matcher },
  LoadBalancerArns: balancers,
  TargetType: group.targetType as ELB.TargetTypeEnum,
  ProtocolVersion: group.protocolVersion,
  IpAddressType: group.ipAddressType as ELB.TargetGroupIpAddressTypeEnum,
});

const healthView = (target: Target): ELB.TargetHealthDescription => ({
  Target: { Id: target.id, Port: target.port, ...(target.zone ? { AvailabilityZone: target.zone } : {}) },
  HealthCheckPort: String(target.port),
  TargetHealth: {
    State: target.state,
    ...(target.reason ? { Reason: target.reason as ELB.TargetHealthReasonEnum } : {}),
    ...(target.description ? { Description: target.description } : {}),
  },
});

const targetsFrom = (targets: readonly ELB.TargetDescription[] | undefined) =>
  (targets ?? []).map(({ Id = "", Port, AvailabilityZone }) => ({
    id: Id,
    ...(Port === undefined ? {} : { port: Port }),
    ...(AvailabilityZone ? { zone: AvailabilityZone } : {}),
  }));

/** What a caller gave of the health check settings; members left out stay out. */
function checkFrom(input: ELB.ModifyTargetGroupInput | ELB.CreateTargetGroupInput): Partial<TargetGroupSettings> {
  return {
    ...(input.HealthCheckProtocol ? { checkProtocol: input.HealthCheckProtocol } : {}),
    ...(input.HealthCheckPort ? { checkPort: input.HealthCheckPort } : {}),
    ...(input.HealthCheckPath ? { checkPath: input.HealthCheckPath } : {}),
    ...(input.HealthCheckEnabled === undefined ? {} : { checkEnabled: input.HealthCheckEnabled }),
    ...(input.HealthCheckIntervalSeconds ? { interval: input.HealthCheckIntervalSeconds } : {}),
    ...(input.HealthCheckTimeoutSeconds ? { timeout: input.HealthCheckTimeoutSeconds } : {}),
    ...(input.HealthyThresholdCount ? { healthyAfter: input.HealthyThresholdCount } : {}),
    ...(input.UnhealthyThresholdCount ? { unhealthyAfter: input.UnhealthyThresholdCount } : {}),
    ...(input.Matcher?.HttpCode ? { matcher: input.Matcher.HttpCode } : {}),
  };
}

/** Target groups and the targets registered in them. */
export function createTargetGroupHandlers({ balancing }: { readonly balancing: Balancing }) {
  const { targetGroups } = balancing;
  const view = (place: Place, group: TargetGroup) => groupView(group, balancing.balancersOf(place, group.arn));

  return {
    CreateTargetGroup: (input, ctx) => {
      const settings: TargetGroupSettings = {
        protocol: input.Protocol ?? "HTTP",
        port: input.Port ?? 80,
        vpcId: input.VpcId ?? "",
        targetType: input.TargetType ?? "instance",
        protocolVersion: input.ProtocolVersion ?? "HTTP1",
        ipAddressType: input.IpAddressType ?? "ipv4",
        checkProtocol: "HTTP",
        checkPort: "traffic-port",
        checkPath: "/",
        checkEnabled: true,
        interval: 30,
        timeout: 5,
        healthyAfter: 5,
        unhealthyAfter: 2,
        matcher: "200",
        ...checkFrom(input),
      };
      const group = targetGroups.create(ctx, input.Name ?? "", settings, fromPairs(input.Tags));
      return { TargetGroups: [view(ctx, group)] };
    },
    ModifyTargetGroup: (input, ctx) => ({
      TargetGroups: [view(ctx, targetGroups.modify(ctx, input.TargetGroupArn ?? "", checkFrom(input)))],
    }),
    DeleteTargetGroup: ({ TargetGroupArn }, ctx) => {
      targetGroups.remove(ctx, TargetGroupArn ?? "");
      return {};
    },
    DescribeTargetGroups: ({ LoadBalancerArn, TargetGroupArns, Names, Marker, PageSize }, ctx) => {
      if (LoadBalancerArn) balancing.find(ctx, LoadBalancerArn);
      for (const arn of TargetGroupArns ?? []) targetGroups.require(ctx, arn);
      const missing = (Names ?? []).find((name) => !targetGroups.list(ctx).some((group) => group.name === name));
      if (missing) throw new AwsError("TargetGroupNotFound", "One or more target groups not found");
      const found = targetGroups
        .list(ctx)
        .filter((group) => !TargetGroupArns?.length || TargetGroupArns.includes(group.arn))
        .filter((group) => !Names?.length || Names.includes(group.name))
        .filter((group) => !LoadBalancerArn || balancing.balancersOf(ctx, group.arn).includes(LoadBalancerArn));
      const { items, nextToken } = page(found, Marker, PageSize ?? 400);
      return {
        TargetGroups: items.map((group) => view(ctx, group)),
        ...(nextToken ? { NextMarker: nextToken } : {}),
      };
    },
    DescribeTargetGroupAttributes: ({ TargetGroupArn }, ctx) => ({
      Attributes: attributeList(targetGroups.require(ctx, TargetGroupArn ?? "").attributes),
    }),
    ModifyTargetGroupAttributes: ({ TargetGroupArn, Attributes }, ctx) => {
      const group = targetGroups.setAttributes(ctx, TargetGroupArn ?? "", fromPairs(Attributes));
      return { Attributes: attributeList(group.attributes) };
    },
    RegisterTargets: ({ TargetGroupArn, Targets }, ctx) => {
      targetGroups.register(ctx, TargetGroupArn ?? "", targetsFrom(Targets));
      return {};
    },
    DeregisterTargets: ({ TargetGroupArn, Targets }, ctx) => {
      targetGroups.require(ctx, TargetGroupArn ?? "");
      targetGroups.deregister(ctx, TargetGroupArn ?? "", targetsFrom(Targets));
      return {};
    },
    DescribeTargetHealth: ({ TargetGroupArn, Targets }, ctx) => {
      const group = targetGroups.require(ctx, TargetGroupArn ?? "");
      const wanted = targetsFrom(Targets);
      if (wanted.length === 0) return { TargetHealthDescriptions: group.targets.map(healthView) };
      return {
        TargetHealthDescriptions: wanted.map(({ id, port = group.port }) => {
          const target = group.targets.find((candidate) => candidate.id === id && candidate.port === port);
          if (target) return healthView(target);
          if (!id) throw new AwsError("InvalidTarget", "The target id must not be empty");
          return {
            Target: { Id: id, Port: port },
            TargetHealth: {
              State: "unused" as const,
              Reason: "Target.NotRegistered" as const,
              Description: "Target is not registered to the target group",
            },
          };
        }),
      };
    },
  } satisfies Handlers<"elasticloadbalancing">;
}
