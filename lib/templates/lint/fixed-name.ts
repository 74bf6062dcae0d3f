import { at } from "./read";
import type { LintRule } from "./types";

/** The property that names a resource for good, of the types an ECS template makes. */
const NAMES: Readonly<Record<string, string>> = {
  "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::EC2::LaunchTemplate": "LaunchTemplateName",
  "AWS::EC2::SecurityGroup": "GroupName",
  "AWS::ECS::Cluster": "ClusterName",
  "AWS::ECS::Service": "ServiceName",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
  "AWS::IAM::InstanceProfile": "InstanceProfileName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::IAM::Role": "RoleName",
  "AWS::Logs::LogGroup": "LogGroupName",
};

export const fixedName: LintRule = {
  id: "fixed-name",
  level: "info",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
  fix: "Leave the name out, or put ${AWS::StackName} into it.",
  *check({ resources }) {
    for (const resource of resources) {
      const key = Object.hasOwn(NAMES, resource.type) ? NAMES[resource.type] : undefined;
      for (const { value, path } of key === undefined ? [] : at(resource, key)) {
        if (typeof value !== "string") continue;
        yield {
          resource: resource.name,
          path,
          message: `${resource.name} is always called “${value}”: a second stack of this template fails, and so does an update that must replace it.`,
        };
      }
    }
  },
};
