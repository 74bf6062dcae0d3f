import { listItems } from "@/lib/templates/values";
import { filled, present } from "./fields";
import type { PreflightInput, PreflightWorld, SubnetFact } from "./types";

export const vpcOf = (input: PreflightInput) => filled(input, input.form.roles.network.vpc);
export const chosen = (input: PreflightInput) => listItems(filled(input, input.form.roles.network.subnets) ?? "");
export const networkFields = ({ form: { roles } }: PreflightInput) => present(roles.network.vpc, roles.network.subnets);
export const called = (subnet: SubnetFact) => subnet.name ?? subnet.id;

/** All subnets of the VPC, and those of them that are chosen. */
export async function chosenSubnets(input: PreflightInput, world: PreflightWorld) {
  const all = (await world.subnets(vpcOf(input) ?? "")) ?? [];
  return { all, found: chosen(input).flatMap((id) => all.find((subnet) => subnet.id === id) ?? []) };
}
