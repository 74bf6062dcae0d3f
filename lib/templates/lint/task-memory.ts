import { at, items, ofType } from "./read";
import type { LintRule } from "./types";

export const taskMemory: LintRule = {
  id: "no-memory",
  level: "error",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
  fix: "Set MemoryReservation (what it needs) or Memory (where it is stopped), in MiB.",
  *check(subject) {
    for (const task of ofType(subject, "AWS::ECS::TaskDefinition")) {
      if (at(task, "Memory").length > 0) continue;
      for (const container of items(task, "ContainerDefinitions")) {
        if (at(container, "Memory").length > 0 || at(container, "MemoryReservation").length > 0) continue;
        yield {
          resource: task.name,
          path: container.path,
          message: `${task.name} says nowhere how much memory a container gets, and AWS refuses a task definition without it.`,
        };
      }
    }
  },
};
