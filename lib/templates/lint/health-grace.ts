import { at, ofType } from "./read";
import type { LintRule } from "./types";

export const healthGrace: LintRule = {
  id: "no-health-grace",
  level: "info",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html",
  fix: "Set HealthCheckGracePeriodSeconds to the time the API needs to start, for example 60.",
  *check(subject) {
    for (const service of ofType(subject, "AWS::ECS::Service")) {
      if (at(service, "LoadBalancers").length === 0 || at(service, "HealthCheckGracePeriodSeconds").length > 0)
        continue;
      yield {
        resource: service.name,
        path: service.path,
        message: `${service.name} gives a starting task no time: the load balancer’s first failed checks stop it again.`,
      };
    }
  },
};
