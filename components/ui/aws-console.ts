/**
 * Where an object is in the AWS console, or null for a type whose page has no stable address. `type` is the
 * CloudFormation type; for "AWS::CloudFormation::Stack" the physical id is the stack's id or name.
 */
export function awsConsoleUrl(type: string, physicalId: string, region: string): string | null {
  const make = PAGES[type];
  return make ? `https://${consoleHost(region)}/${make(physicalId, region)}` : null;
}

function consoleHost(region: string): string {
  if (region.startsWith("cn-")) return "console.amazonaws.cn";
  if (region.startsWith("us-gov-")) return "console.amazonaws-us-gov.com";
  return `${region}.console.aws.amazon.com`;
}

const encode = encodeURIComponent;

/** "arn:aws:ecs:…:service/cluster/name" → [cluster, name] */
const ecsPath = (arn: string): readonly [string, string] => {
  const [, cluster = "", name = ""] = arn.split("/");
  return [cluster, name];
};

const PAGES: Readonly<Record<string, (id: string, region: string) => string>> = {
  "AWS::CloudFormation::Stack": (id, region) =>
    `cloudformation/home?region=${region}#/stacks/stackinfo?stackId=${encode(id)}`,
  "AWS::ECS::Cluster": (id, region) => `ecs/v2/clusters/${encode(id)}?region=${region}`,
  "AWS::ECS::Service": (id, region) => {
    const [cluster, name] = ecsPath(id);
    return `ecs/v2/clusters/${encode(cluster)}/services/${encode(name)}/health?region=${region}`;
  },
  "AWS::ECS::Task": (id, region) => {
    const [cluster, task] = ecsPath(id);
    return `ecs/v2/clusters/${encode(cluster)}/tasks/${encode(task)}/configuration?region=${region}`;
  },
  "AWS::ECS::TaskDefinition": (id, region) => {
    const [family = "", revision = ""] = (id.split("/").at(-1) ?? "").split(":");
    return `ecs/v2/task-definitions/${encode(family)}/${encode(revision)}?region=${region}`;
  },
  "AWS::AutoScaling::AutoScalingGroup": (id, region) =>
    `ec2/home?region=${region}#AutoScalingGroupDetails:id=${encode(id)};view=details`,
  "AWS::EC2::Instance": (id, region) => `ec2/home?region=${region}#InstanceDetails:instanceId=${encode(id)}`,
  "AWS::EC2::LaunchTemplate": (id, region) =>
    `ec2/home?region=${region}#LaunchTemplateDetails:launchTemplateId=${encode(id)}`,
  "AWS::EC2::SecurityGroup": (id, region) => `ec2/home?region=${region}#SecurityGroup:groupId=${encode(id)}`,
  "AWS::ElasticLoadBalancingV2::LoadBalancer": (id, region) =>
    `ec2/home?region=${region}#LoadBalancer:loadBalancerArn=${encode(id)}`,
  "AWS::ElasticLoadBalancingV2::TargetGroup": (id, region) =>
    `ec2/home?region=${region}#TargetGroup:targetGroupArn=${encode(id)}`,
  "AWS::CloudWatch::Alarm": (id, region) => `cloudwatch/home?region=${region}#alarmsV2:alarm/${encode(id)}`,
  // CloudWatch's own double encoding: "/" is "$252F" in its fragment.
  "AWS::Logs::LogGroup": (id, region) =>
    `cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encode(encode(id)).replaceAll("%", "$")}`,
  "AWS::IAM::Role": (id) => `iam/home#/roles/details/${encode(id)}`,
};
