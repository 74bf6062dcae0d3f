import { AwsError, type Handlers } from "../wire/handler";
import type { Balancing } from "../world/balancing";
import type { Certificates } from "../world/certificates";
import type { Place } from "../world/seams";
import { addTags, dropTags, type Tags } from "../world/shelf";
import { createElbRuleHandlers } from "./elbv2-rules";
import { createTargetGroupHandlers } from "./elbv2-targets";
import { attributeList, balancerView, defaultRule, elbTags, listenerView, ruleView } from "./elbv2-views";
import { page } from "./paging";

/** Application load balancers, their listeners and rules; target groups are in a file of their own. */
export function createElbHandlers(world: { readonly balancing: Balancing; readonly certificates: Certificates }) {
  const { balancing } = world;
  const tagged = (place: Place, arn: string): { tags: Tags } => {
    if (arn.includes(":targetgroup/")) return balancing.targetGroups.require(place, arn);
    return arn.includes(":listener/") ? balancing.findListener(place, arn) : balancing.find(place, arn);
  };

  return {
    ...createTargetGroupHandlers(world),
    ...createElbRuleHandlers(world),

    CreateLoadBalancer: (input, ctx) => {
      const balancer = balancing.create(ctx, {
        name: input.Name ?? "",
        scheme: input.Scheme ?? "internet-facing",
        type: input.Type ?? "application",
        ipAddressType: input.IpAddressType ?? "ipv4",
        subnets: input.Subnets ?? (input.SubnetMappings ?? []).map((mapping) => mapping.SubnetId ?? ""),
        securityGroupIds: input.SecurityGroups ?? [],
        tags: elbTags(input.Tags),
      });
      return { LoadBalancers: [balancerView(balancer)] };
    },
    DescribeLoadBalancers: ({ LoadBalancerArns, Names, Marker, PageSize }, ctx) => {
      for (const arn of LoadBalancerArns ?? []) balancing.find(ctx, arn);
      const missing = (Names ?? []).find((name) => !balancing.list(ctx).some((balancer) => balancer.name === name));
      if (missing) throw new AwsError("LoadBalancerNotFound", `Load balancers '[${missing}]' not found`);
      const found = balancing
        .list(ctx)
        .filter((balancer) => !LoadBalancerArns?.length || LoadBalancerArns.includes(balancer.arn))
        .filter((balancer) => !Names?.length || Names.includes(balancer.name));
      const { items, nextToken } = page(found, Marker, PageSize ?? 400);
      return { LoadBalancers: items.map(balancerView), ...(nextToken ? { NextMarker: nextToken } : {}) };
    },
    DeleteLoadBalancer: ({ LoadBalancerArn }, ctx) => {
      balancing.remove(ctx, LoadBalancerArn ?? "");
      return {};
    },
    DescribeLoadBalancerAttributes: ({ LoadBalancerArn }, ctx) => ({
      Attributes: attributeList(balancing.find(ctx, LoadBalancerArn ?? "").attributes),
    }),
    ModifyLoadBalancerAttributes: ({ LoadBalancerArn, Attributes }, ctx) => {
      const attributes = Object.fromEntries((Attributes ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
      const balancer = balancing.setAttributes(ctx, LoadBalancerArn ?? "", attributes);
      return { Attributes: attributeList(balancer.attributes) };
    },
    SetSubnets: ({ LoadBalancerArn, Subnets, SubnetMappings }, ctx) => {
      const ids = Subnets ?? (SubnetMappings ?? []).map((mapping) => mapping.SubnetId ?? "");
      const balancer = balancing.setSubnets(ctx, LoadBalancerArn ?? "", ids);
      return { AvailabilityZones: balancerView(balancer).AvailabilityZones };
    },
    SetSecurityGroups: ({ LoadBalancerArn, SecurityGroups }, ctx) => {
      const balancer = balancing.change(ctx, LoadBalancerArn ?? "", { securityGroupIds: SecurityGroups ?? [] });
      return { SecurityGroupIds: balancer.securityGroupIds };
    },
    SetIpAddressType: ({ LoadBalancerArn, IpAddressType }, ctx) => {
      balancing.change(ctx, LoadBalancerArn ?? "", { ipAddressType: IpAddressType ?? "ipv4" });
      return { IpAddressType };
    },

    CreateListener: (input, ctx) => {
      const { arn } = balancing.find(ctx, input.LoadBalancerArn ?? "");
      const listener = balancing.addListener(ctx, {
        loadBalancerArn: arn,
        port: input.Port ?? 80,
        protocol: input.Protocol ?? "HTTP",
        ...(input.SslPolicy ? { sslPolicy: input.SslPolicy } : {}),
        certificates: input.Certificates ?? [],
        actions: input.DefaultActions ?? [],
        tags: elbTags(input.Tags),
      });
      return { Listeners: [listenerView(listener)] };
    },
    ModifyListener: (input, ctx) => {
      const listener = balancing.modifyListener(ctx, input.ListenerArn ?? "", {
        ...(input.Port === undefined ? {} : { port: input.Port }),
        ...(input.Protocol ? { protocol: input.Protocol } : {}),
        ...(input.SslPolicy ? { sslPolicy: input.SslPolicy } : {}),
        ...(input.Certificates ? { certificates: input.Certificates } : {}),
        ...(input.DefaultActions ? { actions: input.DefaultActions } : {}),
      });
      return { Listeners: [listenerView(listener)] };
    },
    DeleteListener: ({ ListenerArn }, ctx) => {
      balancing.removeListener(ctx, ListenerArn ?? "");
      return {};
    },
    DescribeListeners: ({ LoadBalancerArn, ListenerArns, Marker, PageSize }, ctx) => {
      if (LoadBalancerArn) balancing.find(ctx, LoadBalancerArn);
      for (const arn of ListenerArns ?? []) balancing.findListener(ctx, arn);
      const found = balancing
        .listeners(ctx)
        .filter((listener) => !LoadBalancerArn || listener.loadBalancerArn === LoadBalancerArn)
        .filter((listener) => !ListenerArns?.length || ListenerArns.includes(listener.arn));
      const { items, nextToken } = page(found, Marker, PageSize ?? 400);
      return { Listeners: items.map(listenerView), ...(nextToken ? { NextMarker: nextToken } : {}) };
    },
    CreateRule: (input, ctx) => {
      const rule = balancing.addRule(ctx, input.ListenerArn ?? "", {
        priority: String(input.Priority ?? 1),
        conditions: input.Conditions ?? [],
        actions: input.Actions ?? [],
      });
      return { Rules: [ruleView(rule)] };
    },
    ModifyRule: (input, ctx) => {
      const rule = balancing.modifyRule(ctx, input.RuleArn ?? "", {
        ...(input.Conditions ? { conditions: input.Conditions } : {}),
        ...(input.Actions ? { actions: input.Actions } : {}),
      });
      return { Rules: [ruleView(rule)] };
    },
    DeleteRule: ({ RuleArn }, ctx) => {
      balancing.removeRule(ctx, RuleArn ?? "");
      return {};
    },
    DescribeRules: ({ ListenerArn, RuleArns }, ctx) => {
      if (RuleArns?.length) {
        return { Rules: RuleArns.map((arn) => ruleView(balancing.findRule(ctx, arn).rule)) };
      }
      const listener = balancing.findListener(ctx, ListenerArn ?? "");
      return { Rules: [...listener.rules.map(ruleView), defaultRule(listener)] };
    },

    AddTags: ({ ResourceArns, Tags }, ctx) => {
      for (const arn of ResourceArns ?? []) addTags(tagged(ctx, arn), elbTags(Tags));
      return {};
    },
    RemoveTags: ({ ResourceArns, TagKeys }, ctx) => {
      for (const arn of ResourceArns ?? []) dropTags(tagged(ctx, arn), TagKeys ?? []);
      return {};
    },
    DescribeTags: ({ ResourceArns }, ctx) => ({
      TagDescriptions: (ResourceArns ?? []).map((ResourceArn) => ({
        ResourceArn,
        Tags: attributeList(tagged(ctx, ResourceArn).tags),
      })),
    }),
  } satisfies Handlers<"elasticloadbalancing">;
}
