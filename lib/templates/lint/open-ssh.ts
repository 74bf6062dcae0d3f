import { valueAt } from "../json-values";
import { at, items, ofType, type Placed, resolved } from "./read";
import type { LintRule, LintSubject } from "./types";

const EVERYBODY = new Set(["0.0.0.0/0", "::/0"]);

export const openSsh: LintRule = {
  id: "open-ssh",
  level: "warn",
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13",
  fix: "Name one address range, or use Session Manager, which opens no port.",
  *check(subject) {
    const message = (name: string) => `${name} lets the whole world try to log in on port 22.`;
    for (const group of ofType(subject, "AWS::EC2::SecurityGroup")) {
      for (const ingress of items(group, "SecurityGroupIngress")) {
        if (opens(ingress, subject)) yield { resource: group.name, path: ingress.path, message: message(group.name) };
      }
    }
    for (const { name, path, properties } of ofType(subject, "AWS::EC2::SecurityGroupIngress")) {
      if (opens({ value: properties, path: `${path}/Properties` }, subject))
        yield { resource: name, path, message: message(name) };
    }
  },
};

function opens(ingress: Placed, { parsed }: LintSubject): boolean {
  const ranges = [...at(ingress, "CidrIp"), ...at(ingress, "CidrIpv6")];
  if (!ranges.some(({ value }) => EVERYBODY.has(resolved(value, parsed) ?? ""))) return false;
  const value = (key: string) => resolved(valueAt(ingress.value, key), parsed);
  if (value("IpProtocol") === "-1") return true;
  return Number(value("FromPort")) <= 22 && Number(value("ToPort")) >= 22;
}
