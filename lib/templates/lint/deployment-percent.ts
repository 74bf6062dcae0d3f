import { at, ofType, textsOf } from "./read";
import type { LintRule } from "./types";

export const deploymentPercent: LintRule = {
  id: "deployment-percent",
  level: "error",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html",
  fix: "For a daemon on two instances or more: MinimumHealthyPercent 50, MaximumPercent 100.",
  *check(subject) {
    const { parsed } = subject;
    for (const service of ofType(subject, "AWS::ECS::Service")) {
      const daemon = textsOf(service, "SchedulingStrategy", parsed).includes("DAEMON");
      for (const config of at(service, "DeploymentConfiguration")) {
        const least = textsOf(config, "MinimumHealthyPercent", parsed).map(Number);
        const most = textsOf(config, "MaximumPercent", parsed).map(Number);
        const found = { resource: service.name, path: config.path };
        if (daemon && most.some((percent) => percent > 100)) {
          yield {
            ...found,
            message: `${service.name} is a daemon, and AWS takes a MaximumPercent of 100 at most for those.`,
          };
        } else if (least.some((percent) => percent >= 100) && (daemon || most.some((percent) => percent <= 100))) {
          yield {
            ...found,
            message: `${service.name} may neither stop an old task (MinimumHealthyPercent 100) nor start a new one beside it (${daemon ? "a daemon runs one an instance" : "MaximumPercent 100"}): a deployment never gets on.`,
            fix: daemon ? undefined : "Set MaximumPercent 200, or MinimumHealthyPercent below 100.",
          };
        }
      }
    }
  },
};
