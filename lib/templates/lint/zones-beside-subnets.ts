import { at, ofType } from "./read";
import type { LintRule } from "./types";

export const zonesBesideSubnets: LintRule = {
  id: "zones-beside-subnets",
  level: "warn",
  source:
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html",
  fix: "Leave AvailabilityZones out: the subnets say the zones.",
  *check(subject) {
    for (const group of ofType(subject, "AWS::AutoScaling::AutoScalingGroup")) {
      const [zones] = at(group, "AvailabilityZones");
      const [subnets] = at(group, "VPCZoneIdentifier");
      if (!zones || !subnets) continue;
      const [many, few] = [lengthOf(zones.value), lengthOf(subnets.value)];
      const differ = many !== undefined && few !== undefined && many !== few;
      yield {
        resource: group.name,
        path: zones.path,
        level: differ ? "error" : "warn",
        message: differ
          ? `${group.name} names ${many} zones and ${few} subnets: each subnet’s zone must be in the list, or AWS refuses the group.`
          : `${group.name} names zones beside its subnets: AWS refuses the group as soon as one pair does not match.`,
      };
    }
  },
};

const lengthOf = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined);
