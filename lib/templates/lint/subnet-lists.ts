import { at, ofType } from "./read";
import type { LintRule, LintSubject } from "./types";

export const subnetLists: LintRule = {
  id: "subnet-lists-differ",
  level: "warn",
  source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-availability-zone.html",
  fix: "Give both the same list parameter.",
  *check(subject) {
    const [first, ...others] = [
      ...lists(subject, "AWS::AutoScaling::AutoScalingGroup", "VPCZoneIdentifier"),
      ...lists(subject, "AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets"),
    ];
    const other = others.find(({ items }) => items !== first?.items);
    if (first && other) {
      yield {
        resource: other.name,
        path: other.path,
        message: `${first.name} and ${other.name} use different subnets: an instance in a zone that the load balancer does not serve gets no requests.`,
      };
    }
  },
};

const lists = (subject: LintSubject, type: string, key: string) =>
  ofType(subject, type).flatMap((resource) =>
    at(resource, key).map(({ value, path }) => ({ name: resource.name, path, items: sameItems(value) })),
  );

/** The same items in another order are the same subnets. */
function sameItems(list: unknown): string {
  return Array.isArray(list) ? JSON.stringify(list.map((item) => JSON.stringify(item)).sort()) : JSON.stringify(list);
}
