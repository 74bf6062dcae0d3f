/** What a launch calls itself, whatever the template holds. */
const ALWAYS = ["cloudformation:CreateStack", "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents"];

/**
 * What CloudFormation calls with the caller's own permissions to make a resource, and to take it back when the launch
 * fails. Source: the create and delete handlers' permissions in each type's schema, CloudFormation registry.
 */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  "AWS::AutoScaling::AutoScalingGroup": [
    "autoscaling:CreateAutoScalingGroup",
    "autoscaling:DeleteAutoScalingGroup",
    "iam:CreateServiceLinkedRole",
  ],
  "AWS::AutoScaling::ScalingPolicy": ["autoscaling:PutScalingPolicy", "autoscaling:DeletePolicy"],
  "AWS::CloudWatch::Alarm": ["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"],
  "AWS::EC2::LaunchTemplate": ["ec2:CreateLaunchTemplate", "ec2:DeleteLaunchTemplate", "ec2:RunInstances"],
  "AWS::EC2::SecurityGroup": [
    "ec2:CreateSecurityGroup",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:DeleteSecurityGroup",
  ],
  "AWS::ECS::CapacityProvider": ["ecs:CreateCapacityProvider", "ecs:DeleteCapacityProvider"],
  "AWS::ECS::Cluster": ["ecs:CreateCluster", "ecs:DeleteCluster"],
  "AWS::ECS::ClusterCapacityProviderAssociations": ["ecs:PutClusterCapacityProviders"],
  "AWS::ECS::Service": ["ecs:CreateService", "ecs:DescribeServices", "ecs:DeleteService"],
  "AWS::ECS::TaskDefinition": ["ecs:RegisterTaskDefinition", "ecs:DeregisterTaskDefinition", "iam:PassRole"],
  "AWS::ElasticLoadBalancingV2::Listener": [
    "elasticloadbalancing:CreateListener",
    "elasticloadbalancing:DeleteListener",
  ],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": [
    "elasticloadbalancing:CreateLoadBalancer",
    "elasticloadbalancing:DeleteLoadBalancer",
  ],
  "AWS::ElasticLoadBalancingV2::TargetGroup": [
    "elasticloadbalancing:CreateTargetGroup",
    "elasticloadbalancing:DeleteTargetGroup",
  ],
  "AWS::IAM::InstanceProfile": [
    "iam:CreateInstanceProfile",
    "iam:AddRoleToInstanceProfile",
    "iam:DeleteInstanceProfile",
    "iam:PassRole",
  ],
  "AWS::IAM::Role": ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:DeleteRole"],
  "AWS::Logs::LogGroup": ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup"],
  "AWS::Route53::RecordSet": ["route53:ChangeResourceRecordSets", "route53:GetChange"],
};

/** The IAM actions a launch of these resource types needs, each once. Types not known here add none. */
export const launchActions = (types: readonly string[]): string[] => [
  ...new Set([...ALWAYS, ...types.flatMap((type) => BY_TYPE[type] ?? [])]),
];
