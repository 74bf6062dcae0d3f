import { called, chosen, chosenSubnets, networkFields, vpcOf } from "../chosen-subnets";
import type { Check, PreflightInput, SubnetFact } from "../types";
import { listed } from "../words";

/** Source: "Subnets for your load balancer", Application Load Balancers. */
const LB_ADDRESSES = 8;

/** Two or more subnets of the VPC, in different zones, each with a default route to an internet gateway. */
export const publicSubnets: Check = {
  id: "public-subnets",
  title: "Public subnets in different zones",
  fields: networkFields,
  applies: (input) => vpcOf(input) !== undefined && chosen(input).length > 0,
  async run(input, world) {
    const vpc = vpcOf(input) ?? "";
    const { all, found } = await chosenSubnets(input, world);
    if (all.length === 0) {
      return {
        status: "fail",
        title: "No subnets",
        evidence: `${vpc} is not there, or has no subnets in ${input.place.region}.`,
      };
    }
    const strange = chosen(input).filter((id) => !all.some((subnet) => subnet.id === id));
    if (strange.length > 0) {
      return {
        status: "fail",
        title: "Subnets of another VPC",
        evidence: `${listed(strange)} ${strange.length > 1 ? "are" : "is"} not in ${vpc}.`,
      };
    }
    const repair = suggestion(input, all);
    const closed = found.filter((subnet) => !subnet.public);
    if (closed.length > 0) {
      return {
        status: "fail",
        title: `${listed(closed.map(called))} ${closed.length > 1 ? "are" : "is"} not public`,
        evidence: closed.map((subnet) => `${called(subnet)}: ${subnet.route}`).join("; "),
        fix: repair ?? { label: "Choose subnets whose default route is an internet gateway." },
      };
    }
    const zones = new Set(found.map((subnet) => subnet.zone));
    if (zones.size < 2) {
      return {
        status: "fail",
        title: "All in one zone",
        evidence: `${listed(found.map(called))} ${found.length > 1 ? "are" : "is"} in ${listed([...zones])}; the load balancer needs two zones.`,
        fix: repair ?? { label: "Choose a subnet in another zone." },
      };
    }
    if (zones.size < found.length) {
      return {
        status: "fail",
        title: "Two subnets in one zone",
        evidence: `${found.map((subnet) => `${called(subnet)} in ${subnet.zone}`).join(", ")}; the load balancer takes one for each zone.`,
        fix: repair ?? { label: "Choose one for each zone." },
      };
    }
    const full = found.filter(({ freeAddresses = LB_ADDRESSES }) => freeAddresses < LB_ADDRESSES);
    if (full.length > 0) {
      return {
        status: "warn",
        title: "Few free addresses",
        evidence: `${full.map((subnet) => `${called(subnet)} has ${subnet.freeAddresses}`).join(", ")}; a load balancer wants ${LB_ADDRESSES} free in each of its subnets.`,
      };
    }
    return {
      status: "pass",
      title: `${found.length} public subnets in ${zones.size} zones`,
      evidence: [...new Set(found.map((subnet) => subnet.route))].join("; "),
    };
  },
};

/** One public subnet for each zone of the VPC, when that gives at least two: the choice as one click. */
function suggestion(input: PreflightInput, all: readonly SubnetFact[]) {
  const field = input.form.roles.network.subnets;
  const best = new Map<string, SubnetFact>();
  const order = [...all].sort((a, b) => Number(chosen(input).includes(b.id)) - Number(chosen(input).includes(a.id)));
  for (const subnet of order) if (subnet.public && !best.has(subnet.zone)) best.set(subnet.zone, subnet);
  const use = [...best.values()].sort((a, b) => a.zone.localeCompare(b.zone, "en"));
  if (use.length < 2 || field === undefined) return undefined;
  return { label: `Use ${listed(use.map(called))}`, set: { [field]: use.map((subnet) => subnet.id).join(",") } };
}
