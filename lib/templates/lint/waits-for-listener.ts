import { resourceReferences } from "../dependencies";
import { allNamesIn, items, nameIn, ofType } from "./read";
import type { LintRule, LintSubject } from "./types";

export const waitsForListener: LintRule = {
  id: "no-wait-for-listener",
  level: "error",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
  fix: "Give the service DependsOn with the listener’s name.",
  *check(subject) {
    const listeners = ofType(
      subject,
      "AWS::ElasticLoadBalancingV2::Listener",
      "AWS::ElasticLoadBalancingV2::ListenerRule",
    );
    for (const service of ofType(subject, "AWS::ECS::Service")) {
      const groups = items(service, "LoadBalancers").flatMap((one) =>
        items(one, "TargetGroupArn").flatMap(({ value }) => nameIn(value) ?? []),
      );
      const waited = waitsFor(service.name, subject);
      for (const group of new Set(groups)) {
        const joins = listeners.filter(({ properties }) => allNamesIn(properties).has(group));
        if (joins.length === 0 || joins.some(({ name }) => waited.has(name))) continue;
        yield {
          resource: service.name,
          path: service.path,
          message: `${service.name} may be made before ${joins[0]?.name}: AWS then refuses it, since its target group has no load balancer yet.`,
        };
      }
    }
  },
};

/** All that must be there before a resource is made. */
function waitsFor(start: string, { parsed }: LintSubject): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (!Object.hasOwn(parsed.resources, name)) continue;
    for (const reference of resourceReferences(name, parsed.resources[name])) {
      if (found.has(reference.name)) continue;
      found.add(reference.name);
      open.push(reference.name);
    }
  }
  return found;
}
