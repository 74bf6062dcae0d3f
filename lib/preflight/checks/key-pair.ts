import { fieldFor, filled, present } from "../fields";
import type { Check } from "../types";
import { listed } from "../words";

/** The key pair is in this Region: a launch template takes any name and fails when the first instance starts. */
export const keyPair: Check = {
  id: "key-pair",
  title: "Key pair exists",
  fields: (input) => present(fieldFor(input, "keyPair")?.name),
  applies: (input) => filled(input, fieldFor(input, "keyPair")?.name) !== undefined,
  async run(input, world) {
    const name = filled(input, fieldFor(input, "keyPair")?.name) ?? "";
    const names = await world.keyPairs();
    if (names.includes(name))
      return { status: "pass", title: this.title, evidence: `${name} in ${input.place.region}.` };
    return {
      status: "fail",
      title: "No such key pair",
      evidence: `${input.place.region} has no key pair ${name}${names.length > 0 ? `; it has ${listed(names.slice(0, 5))}` : ""}.`,
      fix: { label: "Choose one of the list, or turn SSH off." },
    };
  },
};
