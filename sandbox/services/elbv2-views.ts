import type * as ELB from "@aws-sdk/client-elastic-load-balancing-v2";
import type { LoadBalancer } from "../world/balancing";
import type { Listener, Rule } from "../world/listeners";
import type { Tags } from "../world/shelf";

export const elbTags = (tags: readonly ELB.Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));

export const attributeList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** A load balancer as ELB shows it. */
export const balancerView = (balancer: LoadBalancer): ELB.LoadBalancer => ({
  LoadBalancerArn: balancer.arn,
  DNSName: balancer.dnsName,
  CanonicalHostedZoneId: "Z32O12XQLNTSW2",
  CreatedTime: new Date(balancer.at),
  LoadBalancerName: balancer.name,
  Scheme: balancer.scheme as ELB.LoadBalancerSchemeEnum,
  VpcId: balancer.vpcId,
  State: { Code: balancer.state },
  Type: balancer.type as ELB.LoadBalancerTypeEnum,
  AvailabilityZones: balancer.subnets.map(({ id, zone }) => ({
    ZoneName: zone,
    SubnetId: id,
    LoadBalancerAddresses: [],
  })),
  SecurityGroups: balancer.securityGroupIds,
  IpAddressType: balancer.ipAddressType as ELB.IpAddressType,
});

/** A listener as ELB shows it: of its certificates, the default one. */
export const listenerView = (listener: Listener): ELB.Listener => ({
  ListenerArn: listener.arn,
  LoadBalancerArn: listener.loadBalancerArn,
  Port: listener.port,
  Protocol: listener.protocol as ELB.ProtocolEnum,
  DefaultActions: listener.actions,
  ...(listener.certificates.length > 0 ? { Certificates: listener.certificates.slice(0, 1) } : {}),
  ...(listener.sslPolicy ? { SslPolicy: listener.sslPolicy } : {}),
});

export const ruleView = (rule: Rule): ELB.Rule => ({
  RuleArn: rule.arn,
  Priority: rule.priority,
  Conditions: rule.conditions,
  Actions: rule.actions,
  IsDefault: false,
});

/** The rule a listener always has last. */
export const defaultRule = (listener: Listener): ELB.Rule => ({
  RuleArn: `${listener.arn.replace(":listener/", ":listener-rule/")}/default`,
  Priority: "default",
  Conditions: [],
  Actions: listener.actions,
  IsDefault: true,
});
