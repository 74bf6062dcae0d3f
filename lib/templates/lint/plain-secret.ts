import { scalarText, textAt, valueAt } from "../json-values";
import { items, ofType } from "./read";
import type { LintRule } from "./types";

const SECRET = /PASS(?:WORD|PHRASE)|SECRET|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|_TOKEN$|CREDENTIAL/i;
const ABOUT = /(?:ARN|NAME|ID|PATH|URL|FILE|TTL)$/i;

export const plainSecret: LintRule = {
  id: "plain-secret",
  level: "warn",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  fix: "Put it under Secrets with ValueFrom, the ARN of a Secrets Manager secret or an SSM parameter.",
  *check(subject) {
    for (const task of ofType(subject, "AWS::ECS::TaskDefinition")) {
      for (const container of items(task, "ContainerDefinitions")) {
        for (const { value, path } of items(container, "Environment")) {
          const name = textAt(value, "Name") ?? "";
          const given = valueAt(value, "Value");
          if (!SECRET.test(name) || ABOUT.test(name) || given === undefined || scalarText(given) === "") continue;
          yield {
            resource: task.name,
            path,
            message: `${name} is an ordinary environment variable: everybody who may describe the task definition reads it.`,
          };
        }
      }
    }
  },
};
