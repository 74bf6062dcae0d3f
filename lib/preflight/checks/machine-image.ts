import { architectureOf } from "@/lib/templates/architecture";
import { fieldFor, filled, present } from "../fields";
import type { Check } from "../types";
import { ago } from "../words";

/** The machine image is there and is for the instance type's processor; else no instance ever starts. */
export const machineImage: Check = {
  id: "machine-image",
  title: "Machine image",
  fields: (input) => present(fieldFor(input, "ami")?.name, input.form.roles.scaling.type),
  applies: (input) => filled(input, fieldFor(input, "ami")?.name) !== undefined,
  async run(input, world) {
    const id = filled(input, fieldFor(input, "ami")?.name) ?? "";
    const found = await world.machineImage(id);
    if (!found) {
      return {
        status: "fail",
        title: "No such machine image",
        evidence: `${input.place.region} has no ${id} that this account may use.`,
        fix: { label: "Take the newest one." },
      };
    }
    const type = filled(input, input.form.roles.scaling.type);
    const wanted = type === undefined ? found.architecture : architectureOf(type);
    if (found.architecture !== wanted) {
      return {
        status: "fail",
        title: "Machine image is for another processor",
        evidence: `${found.name || id} is ${found.architecture}, ${type} is ${wanted}.`,
        fix: { label: `Take the newest one for ${wanted}.` },
      };
    }
    if (found.deprecatedAt !== undefined && found.deprecatedAt < input.now) {
      return {
        status: "warn",
        title: "Machine image is out of date",
        evidence: `${found.name || id} was deprecated ${ago(found.deprecatedAt, input.now)}.`,
        fix: { label: "Take the newest one." },
      };
    }
    const made = found.createdAt === undefined ? "" : `, made ${ago(found.createdAt, input.now)}`;
    return {
      status: "pass",
      title: "Machine image fits",
      evidence: `${found.name || id}, ${found.architecture}${made}.`,
    };
  },
};
