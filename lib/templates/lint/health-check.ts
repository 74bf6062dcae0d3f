import { at, ofType, textsOf } from "./read";
import type { LintRule } from "./types";

export const healthCheck: LintRule = {
  id: "no-health-check",
  level: "warn",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
  fix: "Set HealthCheckPath to a path that answers 200.",
  *check(subject) {
    for (const group of ofType(subject, "AWS::ElasticLoadBalancingV2::TargetGroup")) {
      if (textsOf(group, "Protocol", subject.parsed).some((protocol) => /^(TCP|UDP|TLS|GENEVE)/.test(protocol)))
        continue;
      if (at(group, "HealthCheckPath").length > 0) continue;
      yield {
        resource: group.name,
        path: group.path,
        message: `${group.name} names no health check path, so the load balancer asks “/” and may never find the service healthy.`,
      };
    }
  },
};
