import { at, ofType, type Placed, textsOf } from "./read";
import type { LintRule } from "./types";

export const imdsV1: LintRule = {
  id: "imds-v1",
  level: "warn",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html",
  fix: "Set MetadataOptions: { HttpTokens: required, HttpPutResponseHopLimit: 2 }.",
  *check(subject) {
    const machines = [
      ...ofType(subject, "AWS::EC2::LaunchTemplate").flatMap((one) =>
        at(one, "LaunchTemplateData").map((data) => ({ name: one.name, data })),
      ),
      ...ofType(subject, "AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::Instance").map((one) => ({
        name: one.name,
        data: { value: one.properties, path: `${one.path}/Properties` } satisfies Placed,
      })),
    ];
    for (const { name, data } of machines) {
      const options = at(data, "MetadataOptions");
      const set = options.flatMap((one) => at(one, "HttpTokens"));
      const tokens = options.flatMap((one) => textsOf(one, "HttpTokens", subject.parsed));
      if (set.length > 0 && !tokens.includes("optional")) continue;
      yield {
        resource: name,
        path: data.path,
        message: `${name} allows version 1 of the instance metadata service: a container that can be made to fetch an address can read the instance’s credentials.`,
      };
    }
  },
};
