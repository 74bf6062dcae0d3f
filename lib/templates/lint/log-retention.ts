import { at, ofType } from "./read";
import type { LintRule } from "./types";

export const logRetention: LintRule = {
  id: "no-log-retention",
  level: "info",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  fix: "Set RetentionInDays, for example 30.",
  *check(subject) {
    for (const group of ofType(subject, "AWS::Logs::LogGroup")) {
      if (at(group, "RetentionInDays").length > 0) continue;
      yield {
        resource: group.name,
        path: group.path,
        message: `${group.name} keeps every log line for ever, and CloudWatch bills for it each month.`,
      };
    }
  },
};
