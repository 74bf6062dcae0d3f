import { AwsError, type CallContext } from "../wire/handler";
import { splitList } from "./parameters";
import type { StoredParameter } from "./state";
import type { Template } from "./template/model";
import { type AwsType, typeParts } from "./template/parameter-types";
import type { Tools } from "./tools";

type Lookup = (value: string, tools: Tools, ctx: CallContext) => unknown;

/** How each type's value is looked for. A lookup that throws "not found" says no. */
const LOOKUPS: Record<AwsType, Lookup> = {
  "AWS::EC2::AvailabilityZone::Name": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeAvailabilityZones", {}, ctx).AvailabilityZones?.some((zone) => zone.ZoneName === value),
  "AWS::EC2::Image::Id": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeImages", { ImageIds: [value] }, ctx).Images?.length,
  "AWS::EC2::Instance::Id": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeInstances", { InstanceIds: [value] }, ctx).Reservations?.length,
  "AWS::EC2::KeyPair::KeyName": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeKeyPairs", { KeyNames: [value] }, ctx).KeyPairs?.length,
  "AWS::EC2::SecurityGroup::GroupName": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeSecurityGroups", {}, ctx).SecurityGroups?.some((group) => group.GroupName === value),
  "AWS::EC2::SecurityGroup::Id": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeSecurityGroups", { GroupIds: [value] }, ctx).SecurityGroups?.length,
  "AWS::EC2::Subnet::Id": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeSubnets", { SubnetIds: [value] }, ctx).Subnets?.length,
  "AWS::EC2::Volume::Id": (value, { invoke }, ctx) =>
    invoke("ec2", "DescribeVolumes", { VolumeIds: [value] }, ctx).Volumes?.length,
  "AWS::EC2::VPC::Id": (value, { invoke }, ctx) => invoke("ec2", "DescribeVpcs", { VpcIds: [value] }, ctx).Vpcs?.length,
  "AWS::Route53::HostedZone::Id": (value, { invoke }, ctx) =>
    invoke("route53", "GetHostedZone", { Id: value }, ctx).HostedZone,
};

const NOT_THERE = /NotFound|Malformed|NoSuch|DoesNotExist|Missing|Unknown|InvalidInput|InvalidParameter|InvalidId/i;

function exists(type: AwsType, value: string, tools: Tools, ctx: CallContext): boolean {
  if (value === "") return false;
  try {
    return Boolean(LOOKUPS[type](value, tools, ctx));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // An operation this sandbox does not have cannot say no.
    return !NOT_THERE.test(error.code);
  }
}

/**
 * The text for AWS-specific parameter values that do not exist, or undefined. AWS finds this after accepting the call,
 * so it is a failure of the stack, not of the request [aws-facts 1.3].
 */
export function missingValues(
  template: Template,
  parameters: readonly StoredParameter[],
  tools: Tools,
  ctx: CallContext,
): string | undefined {
  const missing: string[] = [];
  for (const parameter of parameters) {
    const type = template.parameters[parameter.key]?.type ?? "String";
    const { aws, list } = typeParts(type);
    const text = parameter.resolved ?? parameter.value;
    const sayMissing = (value: string) =>
      missing.push(`parameter value ${value} for parameter name ${parameter.key} does not exist`);
    if (type === "AWS::SSM::Parameter::Name") {
      const found = tools.invoke("ssm", "GetParameters", { Names: [text] }, ctx).Parameters?.length;
      if (!found) sayMissing(text);
    }
    if (!aws) continue;
    for (const value of list ? splitList(text) : [text]) if (!exists(aws, value, tools, ctx)) sayMissing(value);
  }
  return missing.length === 0 ? undefined : `Parameter validation failed: ${missing.join(", ")}`;
}
