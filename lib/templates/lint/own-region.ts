import { textAt } from "../json-values";
import type { LintRule } from "./types";

export const ownRegion: LintRule = {
  id: "region-parameter",
  level: "info",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html",
  fix: "Use AWS::Region, which CloudFormation fills in itself.",
  *check({ parsed }) {
    for (const [name, body] of Object.entries(parsed.parameters)) {
      if (!/^(?:aws)?region$/i.test(name) || textAt(body, "Type") !== "String") continue;
      yield {
        path: `/Parameters/${name}`,
        message: `${name} asks for what CloudFormation knows: a wrong answer makes resources that point into another Region.`,
      };
    }
  },
};
