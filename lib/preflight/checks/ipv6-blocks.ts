import { called, chosen, chosenSubnets, networkFields, vpcOf } from "../chosen-subnets";
import { filled } from "../fields";
import type { Check } from "../types";
import { listed } from "../words";

/** With IPv6 on, the load balancer needs an IPv6 block in each subnet. */
export const ipv6Blocks: Check = {
  id: "ipv6-blocks",
  title: "Subnets have IPv6",
  fields: networkFields,
  applies: (input) =>
    input.form.features.some((feature) => /ipv6/i.test(feature.switch) && filled(input, feature.switch) === "true") &&
    vpcOf(input) !== undefined &&
    chosen(input).length > 0,
  async run(input, world) {
    const { found } = await chosenSubnets(input, world);
    const without = found.filter((subnet) => subnet.ipv6Cidr === undefined);
    const feature = input.form.features.find(({ switch: name }) => /ipv6/i.test(name))?.switch;
    if (without.length > 0) {
      return {
        status: "fail",
        title: "IPv6 not possible",
        evidence: `${listed(without.map(called))} ${without.length > 1 ? "have" : "has"} no IPv6 block.`,
        fix: feature === undefined ? undefined : { label: "Turn IPv6 off", set: { [feature]: "false" } },
      };
    }
    return { status: "pass", title: this.title, evidence: found.map((subnet) => subnet.ipv6Cidr).join(", ") };
  },
};
