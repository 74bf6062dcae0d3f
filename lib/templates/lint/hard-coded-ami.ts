import { isRecord, recordAt, textAt } from "../json-values";
import { allTexts } from "./read";
import type { LintRule } from "./types";

const AMI = /\bami-(?:[0-9a-f]{8}|[0-9a-f]{17})\b/;

export const hardCodedAmi: LintRule = {
  id: "hard-coded-ami",
  level: "warn",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html",
  fix: "Take it as a parameter of type AWS::EC2::Image::Id, filled from the public SSM parameter.",
  *check({ parsed }) {
    const places = [
      ...allTexts(parsed.resources, "/Resources"),
      ...allTexts(recordAt(parsed.template, "Mappings"), "/Mappings"),
      ...Object.entries(parsed.parameters).flatMap(([name, body]) => {
        const text = isRecord(body) ? textAt(body, "Default") : undefined;
        return text === undefined ? [] : [{ text, path: `/Parameters/${name}/Default` }];
      }),
    ];
    for (const { text, path } of places) {
      const ami = AMI.exec(text)?.[0];
      if (ami)
        yield {
          path,
          message: `${ami} exists in one Region only and gets no security updates: AWS withdraws old images.`,
        };
    }
  },
};
