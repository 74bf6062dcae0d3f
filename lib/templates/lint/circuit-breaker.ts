import { at, ofType, textsOf } from "./read";
import type { LintRule } from "./types";

export const circuitBreaker: LintRule = {
  id: "no-circuit-breaker",
  level: "warn",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
  fix: "Set DeploymentConfiguration.DeploymentCircuitBreaker: { Enable: true, Rollback: true }.",
  *check(subject) {
    for (const service of ofType(subject, "AWS::ECS::Service")) {
      const controllers = at(service, "DeploymentController").flatMap((one) => textsOf(one, "Type", subject.parsed));
      // CodeDeploy and external controllers have their own way of stopping.
      if (controllers.some((type) => type !== "ECS")) continue;
      const breakers = at(service, "DeploymentConfiguration").flatMap((one) => at(one, "DeploymentCircuitBreaker"));
      const on = breakers.flatMap((one) => textsOf(one, "Enable", subject.parsed));
      if (breakers.length > 0 && !on.every((text) => text === "false")) continue;
      yield {
        resource: service.name,
        path: service.path,
        message: `${service.name} has no deployment circuit breaker: when its tasks do not start, the stack’s update hangs for hours instead of going back.`,
      };
    }
  },
};
