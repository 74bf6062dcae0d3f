import { ofType } from "./read";
import type { LintRule } from "./types";

export const launchConfiguration: LintRule = {
  id: "launch-configuration",
  level: "error",
  source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html",
  fix: "Use AWS::EC2::LaunchTemplate, and name it in the group’s LaunchTemplate.",
  *check(subject) {
    for (const { name, path } of ofType(subject, "AWS::AutoScaling::LaunchConfiguration")) {
      yield {
        resource: name,
        path,
        message: `${name} is a launch configuration. AWS accounts made since October 2024 cannot create one, and it knows no newer instance types.`,
      };
    }
  },
};
