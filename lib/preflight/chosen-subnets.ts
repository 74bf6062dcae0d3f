import { listItems } from "@/lib/templates/values";
import { filled, present } from "./fields";
import type { PreflightInput, PreflightWorld, SubnetFact } from "./types";

export const vpcOf = (input: PreflightInput) => filled(input, input.form.roles.network.vpc);
/** One list, or one parameter for each subnet as in the article's template. */
const subnetFields = ({ form }: PreflightInput) =>
  form.roles.network.subnets === undefined
    ? form.fields.filter(({ picker }) => picker?.kind === "subnet").map(({ name }) => name)
    : [form.roles.network.subnets];
export const chosen = (input: PreflightInput) =>
  subnetFields(input).flatMap((name) => listItems(filled(input, name) ?? ""));
export const networkFields = (input: PreflightInput) => [
  ...present(input.form.roles.network.vpc),
  ...subnetFields(input),
];
export const called = (subnet: SubnetFact) => subnet.name ?? subnet.id;

/** All subnets of the VPC, and those of them that are chosen. */
export async function chosenSubnets(input: PreflightInput, world: PreflightWorld) {
  const all = (await world.subnets(vpcOf(input) ?? "")) ?? [];
  return { all, found: chosen(input).flatMap((id) => all.find((subnet) => subnet.id === id) ?? []) };
}
