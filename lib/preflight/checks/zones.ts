import type { FormField } from "@/lib/templates/types";
import { fieldCounts } from "@/lib/templates/values";
import { called, vpcOf } from "../chosen-subnets";
import { filled } from "../fields";
import type { Check, PreflightInput } from "../types";

/** A zone beside its subnet, as in the article's template: az1 goes with pubsubnet1. */
function pairs(input: PreflightInput): { field: FormField; subnet: string; zone: string }[] {
  return input.form.fields.flatMap((field) => {
    const { picker } = field;
    if (picker?.kind !== "zone" || !fieldCounts(field, input.values)) return [];
    const [subnet, zone] = [filled(input, picker.subnet), filled(input, field.name)];
    return subnet && zone ? [{ field, subnet, zone }] : [];
  });
}

/** A subnet lies in one zone: the zone parameter beside it must say the same, or instances start where no subnet is. */
export const zones: Check = {
  id: "zones",
  title: "Zones fit their subnets",
  fields: (input) => pairs(input).map(({ field }) => field.name),
  applies: (input) => vpcOf(input) !== undefined && pairs(input).length > 0,
  async run(input, world) {
    const all = (await world.subnets(vpcOf(input) ?? "")) ?? [];
    const known = pairs(input).flatMap(({ field, subnet: id, zone }) => {
      const subnet = all.find((one) => one.id === id);
      return subnet ? [{ field, subnet, zone }] : [];
    });
    if (known.length === 0) return undefined;
    const wrong = known.filter(({ subnet, zone }) => subnet.zone !== zone);
    if (wrong.length === 0) {
      return {
        status: "pass",
        title: this.title,
        evidence: known.map(({ subnet }) => `${called(subnet)} in ${subnet.zone}`).join(", "),
      };
    }
    return {
      status: "fail",
      title: "A zone is not its subnet’s",
      evidence: wrong
        .map(({ field, subnet, zone }) => `${field.label} is ${zone}, but ${called(subnet)} lies in ${subnet.zone}`)
        .join("; "),
      fix: {
        label: "Use the subnets’ zones",
        set: Object.fromEntries(wrong.map(({ field, subnet }) => [field.name, subnet.zone])),
      },
    };
  },
};
