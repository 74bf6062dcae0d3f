import { isRecord, numberAt, textAt, valueAt } from "@/lib/templates/json-values";
import type { MadeResource } from "../resources";
import type { Check } from "../types";

const SSH = 22;
const ANYWHERE = new Set(["0.0.0.0/0", "::/0"]);

function openTo(resources: readonly MadeResource[] | undefined): string[] {
  return (resources ?? [])
    .filter(({ type }) => type === "AWS::EC2::SecurityGroup" || type === "AWS::EC2::SecurityGroupIngress")
    .flatMap(({ type, properties }) => {
      const rules = type === "AWS::EC2::SecurityGroup" ? valueAt(properties, "SecurityGroupIngress") : [properties];
      return (Array.isArray(rules) ? rules : [rules]).filter(isRecord).flatMap((rule) => {
        const [from, to] = [numberAt(rule, "FromPort") ?? 0, numberAt(rule, "ToPort") ?? 65_535];
        const range = textAt(rule, "CidrIp") ?? textAt(rule, "CidrIpv6");
        const isTcp = ["tcp", "6", "-1"].includes(textAt(rule, "IpProtocol") ?? "-1");
        return isTcp && from <= SSH && SSH <= to && range ? [range] : [];
      });
    });
}

/** Port 22 is open to the range you mean, not to everybody: robots try passwords within minutes. */
export const openSsh: Check = {
  id: "open-ssh",
  title: "SSH for your range only",
  fields: ({ form }) =>
    form.fields.filter(({ name }) => /ssh.*(location|cidr|range)/i.test(name)).map(({ name }) => name),
  depends: ({ resources }) => openTo(resources),
  applies: ({ resources }) => openTo(resources).length > 0,
  run({ resources }) {
    const ranges = openTo(resources);
    const [open] = ranges.filter((range) => ANYWHERE.has(range));
    return open === undefined
      ? { status: "pass", title: this.title, evidence: `Port 22 is open to ${ranges.join(", ")}.` }
      : {
          status: "warn",
          title: "SSH is open to everybody",
          evidence: `Port 22 is open to ${open}, the whole internet.`,
          fix: { label: "Write your own address range, or use Session Manager: it opens no port." },
        };
  },
};
