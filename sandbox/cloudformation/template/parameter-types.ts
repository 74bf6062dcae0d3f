/** The AWS-specific types whose values must exist in the account [aws-facts 1.12]. */
export const AWS_TYPES = [
  "AWS::EC2::AvailabilityZone::Name",
  "AWS::EC2::Image::Id",
  "AWS::EC2::Instance::Id",
  "AWS::EC2::KeyPair::KeyName",
  "AWS::EC2::SecurityGroup::GroupName",
  "AWS::EC2::SecurityGroup::Id",
  "AWS::EC2::Subnet::Id",
  "AWS::EC2::Volume::Id",
  "AWS::EC2::VPC::Id",
  "AWS::Route53::HostedZone::Id",
] as const;

export type AwsType = (typeof AWS_TYPES)[number];

const AWS_TYPE = `(?:${AWS_TYPES.join("|")})`;
const VALUE = `(?:String|List<String>|CommaDelimitedList|${AWS_TYPE}|List<${AWS_TYPE}>)`;

export const PARAMETER_TYPE = new RegExp(
  `^(?:String|Number|List<Number>|List<String>|CommaDelimitedList|${AWS_TYPE}|List<${AWS_TYPE}>|AWS::SSM::Parameter::Name|AWS::SSM::Parameter::Value<${VALUE}>)$`,
);

/** A parameter type taken apart: `ssm` when its value is a parameter's name, `list`, and the AWS type to check. */
export function typeParts(type: string): { ssm: boolean; list: boolean; inner: string; aws?: AwsType } {
  const stored = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type)?.[1];
  const plain = stored ?? type;
  const element = /^List<(.*)>$/.exec(plain)?.[1];
  const list = element !== undefined || plain === "CommaDelimitedList";
  const inner = element ?? (plain === "CommaDelimitedList" ? "String" : plain);
  const aws = AWS_TYPES.find((known) => known === inner);
  return { ssm: stored !== undefined, list, inner, ...(aws ? { aws } : {}) };
}
