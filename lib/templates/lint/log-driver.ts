import { at, items, ofType } from "./read";
import type { LintRule } from "./types";

export const logDriver: LintRule = {
  id: "no-log-driver",
  level: "warn",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
  fix: "Give the container a LogConfiguration with the awslogs driver and a log group of this template.",
  *check(subject) {
    for (const task of ofType(subject, "AWS::ECS::TaskDefinition")) {
      for (const container of items(task, "ContainerDefinitions")) {
        if (at(container, "LogConfiguration").length > 0) continue;
        yield {
          resource: task.name,
          path: container.path,
          message: `A container of ${task.name} sends its log nowhere: it stays on the instance and goes with it.`,
        };
      }
    }
  },
};
