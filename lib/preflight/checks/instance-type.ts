import { chosenSubnets, networkFields, vpcOf } from "../chosen-subnets";
import { filled, present } from "../fields";
import type { Check } from "../types";
import { listed } from "../words";

/** Zones differ in what they offer; a missing one shows only when an instance fails to start there. */
export const instanceType: Check = {
  id: "instance-type",
  title: "Instance type offered",
  fields: (input) => [...present(input.form.roles.scaling.type), ...networkFields(input)],
  applies: (input) => filled(input, input.form.roles.scaling.type) !== undefined,
  async run(input, world) {
    const type = filled(input, input.form.roles.scaling.type) ?? "";
    const zones = await world.zonesOffering(type);
    if (zones.length === 0) {
      return { status: "fail", title: `No ${type} here`, evidence: `${input.place.region} does not offer ${type}.` };
    }
    const { found } = vpcOf(input) ? await chosenSubnets(input, world) : { found: [] };
    const without = [...new Set(found.map((subnet) => subnet.zone))].filter((zone) => !zones.includes(zone));
    if (without.length > 0) {
      return {
        status: "fail",
        title: `${type} not in every zone`,
        evidence: `${listed(without)} ${without.length > 1 ? "do" : "does"} not offer ${type}; ${listed(zones)} ${zones.length > 1 ? "do" : "does"}.`,
        fix: { label: "Choose other zones or another type." },
      };
    }
    return { status: "pass", title: this.title, evidence: `${type} in ${listed(zones)}.` };
  },
};
