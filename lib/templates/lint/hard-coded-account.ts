import { allTexts } from "./read";
import type { LintRule } from "./types";

/** An account in an ARN, or in the host name of its ECR registry. */
const ACCOUNT = /arn:[\w-]*:[\w-]*:[\w-]*:(\d{12}):|\b(\d{12})\.dkr\.ecr\./;

export const hardCodedAccount: LintRule = {
  id: "hard-coded-account",
  level: "info",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html",
  fix: "Write ${AWS::AccountId} in an Fn::Sub, or take the account as a parameter.",
  *check({ parsed }) {
    for (const { text, path } of [
      ...allTexts(parsed.resources, "/Resources"),
      ...allTexts(parsed.outputs, "/Outputs"),
    ]) {
      const [, inArn, inHost] = ACCOUNT.exec(text) ?? [];
      const account = inArn ?? inHost;
      if (account)
        yield {
          path,
          message: `The account ${account} is written in: in any other account this points to somebody else’s things.`,
        };
    }
  },
};
