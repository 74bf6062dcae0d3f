import { guessPicker } from "../guess-picker";
import { textAt } from "../json-values";
import type { LintRule } from "./types";

/** The AWS type that the picker's choices have; kinds without one are left out. */
const TYPES: Readonly<Record<string, string>> = {
  vpc: "AWS::EC2::VPC::Id",
  subnet: "AWS::EC2::Subnet::Id",
  zone: "AWS::EC2::AvailabilityZone::Name",
  securityGroup: "AWS::EC2::SecurityGroup::Id",
};

export const plainType: LintRule = {
  id: "plain-type",
  level: "info",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
  fix: "Give it the type, and AWS checks that the value exists before it makes anything.",
  *check({ parsed }) {
    const names = Object.keys(parsed.parameters);
    for (const [name, body] of Object.entries(parsed.parameters)) {
      if (textAt(body, "Type") !== "String") continue;
      // An AWS type never takes an empty value, so an optional one has to stay a String.
      if (textAt(body, "Default") === "") continue;
      const kind = guessPicker(name, names)?.kind;
      const type = kind !== undefined && Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined;
      if (type)
        yield { path: `/Parameters/${name}`, message: `${name} is plain text, and is probably of type ${type}.` };
    }
  },
};
