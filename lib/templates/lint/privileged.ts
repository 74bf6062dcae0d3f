import { items, ofType, textsOf } from "./read";
import type { LintRule } from "./types";

export const privileged: LintRule = {
  id: "privileged-container",
  level: "warn",
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4",
  fix: "Take Privileged out; add the one capability it needs under LinuxParameters.",
  *check(subject) {
    for (const task of ofType(subject, "AWS::ECS::TaskDefinition")) {
      for (const container of items(task, "ContainerDefinitions")) {
        if (!textsOf(container, "Privileged", subject.parsed).includes("true")) continue;
        yield {
          resource: task.name,
          path: `${container.path}/Privileged`,
          message: `A container of ${task.name} is root on its instance: whoever breaks into it has all its neighbours too.`,
        };
      }
    }
  },
};
