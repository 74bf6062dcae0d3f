import { PlainFailure } from "../operation/reason";
import type { Mapping } from "../template/values";
import { scalableTarget, servicePolicy } from "./application-scaling";
import { autoScalingGroup } from "./auto-scaling-group";
import { alarm } from "./cloudwatch-alarm";
import { compositeAlarm } from "./cloudwatch-composite-alarm";
import { capacityProvider, capacityProviderAssociations } from "./ecs-capacity-provider";
import { cluster } from "./ecs-cluster";
import { service } from "./ecs-service";
import { taskDefinition } from "./ecs-task-definition";
import { text } from "./fields";
import { instanceProfile } from "./iam-instance-profile";
import { policy } from "./iam-policy";
import { role } from "./iam-role";
import { gatewayAttachment, internetGateway } from "./internet-gateway";
import { launchTemplate } from "./launch-template";
import { lifecycleHook } from "./lifecycle-hook";
import { listener, listenerRule } from "./listener";
import { loadBalancer } from "./load-balancer";
import { logGroup } from "./log-group";
import type { Provider } from "./provider";
import { recordSetProvider } from "./record-set";
import { route, routeTable, routeTableAssociation } from "./route-table";
import { scalingPolicy } from "./scaling-policy";
import { schemaOf } from "./schema";
import { securityGroup, securityGroupEgress, securityGroupIngress } from "./security-group";
import { parameter } from "./ssm-parameter";
import { subnet } from "./subnet";
import { subnetCidrBlock } from "./subnet-cidr-block";
import { targetGroup } from "./target-group";
import { vpc } from "./vpc";
import { vpcCidrBlock } from "./vpc-cidr-block";
import { waitConditionHandle } from "./wait-condition-handle";

const PROVIDERS: Readonly<Record<string, Provider>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": scalableTarget,
  "AWS::ApplicationAutoScaling::ScalingPolicy": servicePolicy,
  "AWS::AutoScaling::AutoScalingGroup": autoScalingGroup,
  "AWS::AutoScaling::LifecycleHook": lifecycleHook,
  "AWS::AutoScaling::ScalingPolicy": scalingPolicy,
  "AWS::CloudFormation::WaitConditionHandle": waitConditionHandle,
  "AWS::CloudWatch::Alarm": alarm,
  "AWS::CloudWatch::CompositeAlarm": compositeAlarm,
  "AWS::EC2::InternetGateway": internetGateway,
  "AWS::EC2::LaunchTemplate": launchTemplate,
  "AWS::EC2::Route": route,
  "AWS::EC2::RouteTable": routeTable,
  "AWS::EC2::SecurityGroup": securityGroup,
  "AWS::EC2::SecurityGroupEgress": securityGroupEgress,
  "AWS::EC2::SecurityGroupIngress": securityGroupIngress,
  "AWS::EC2::Subnet": subnet,
  "AWS::EC2::SubnetCidrBlock": subnetCidrBlock,
  "AWS::EC2::SubnetRouteTableAssociation": routeTableAssociation,
  "AWS::EC2::VPC": vpc,
  "AWS::EC2::VPCCidrBlock": vpcCidrBlock,
  "AWS::EC2::VPCGatewayAttachment": gatewayAttachment,
  "AWS::ECS::CapacityProvider": capacityProvider,
  "AWS::ECS::Cluster": cluster,
  "AWS::ECS::ClusterCapacityProviderAssociations": capacityProviderAssociations,
  "AWS::ECS::Service": service,
  "AWS::ECS::TaskDefinition": taskDefinition,
  "AWS::ElasticLoadBalancingV2::Listener": listener,
  "AWS::ElasticLoadBalancingV2::ListenerRule": listenerRule,
  "AWS::ElasticLoadBalancingV2::LoadBalancer": loadBalancer,
  "AWS::ElasticLoadBalancingV2::TargetGroup": targetGroup,
  "AWS::IAM::InstanceProfile": instanceProfile,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::Role": role,
  "AWS::Logs::LogGroup": logGroup,
  "AWS::Route53::RecordSet": recordSetProvider,
  "AWS::SSM::Parameter": parameter,
};

export const findProvider = (type: string): Provider | undefined =>
  Object.hasOwn(PROVIDERS, type) ? PROVIDERS[type] : undefined;

export function providerOf(type: string): Provider {
  const provider = findProvider(type);
  if (!provider) throw new PlainFailure(`The sandbox has no resource type ${type}.`);
  return provider;
}

/** The schema's word on names and required properties, in CloudFormation's texts. */
export function propertyProblems(type: string, properties: Mapping): string[] {
  const schema = schemaOf(type);
  if (!schema) return [];
  return [
    ...schema.required.filter((key) => !Object.hasOwn(properties, key)).map((key) => `required key [${key}] not found`),
    ...Object.keys(properties)
      .filter((key) => !schema.properties.includes(key) && type !== "AWS::CloudFormation::WaitConditionHandle")
      .map((key) => `extraneous key [${key}] is not permitted`),
  ];
}

export function refuseProperties(id: string, type: string, properties: Mapping): void {
  const problems = propertyProblems(type, properties);
  if (problems.length === 0) return;
  throw new PlainFailure(
    `Properties validation failed for resource ${id} with message:\n[${problems.map((p) => `#: ${p}`).join(", ")}]`,
  );
}

/** Properties, beside the identifier, that must be unique: two resources cannot share the name. */
const NAMES: Readonly<Record<string, string>> = {
  "AWS::EC2::LaunchTemplate": "LaunchTemplateName",
  "AWS::EC2::SecurityGroup": "GroupName",
  "AWS::ECS::Service": "ServiceName",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
};

/** The name a template gives a resource itself, if any: one that stops a replacement. */
export function customName(type: string, properties: Mapping): string | undefined {
  const own = NAMES[type];
  if (own !== undefined) return text(properties, own);
  const schema = schemaOf(type);
  const keys = schema?.identifier ?? [];
  if (keys.some((key) => !schema?.properties.includes(key))) return undefined;
  const values = keys.map((key) => text(properties, key));
  return keys.length > 0 && values.every((value) => value !== undefined) ? values.join("|") : undefined;
}
