import { architectureOf } from "@/lib/templates/architecture";
import { filled, present } from "../fields";
import type { Check } from "../types";
import { imageFields, seenImage, wantedImage } from "../wanted-image";

/** The image was built for the instance type's processor; else every container exits with "exec format error". */
export const imageArchitecture: Check = {
  id: "image-architecture",
  title: "Image fits the processor",
  fields: (input) => [...imageFields(input), ...present(input.form.roles.scaling.type)],
  applies: (input) => wantedImage(input) !== undefined && filled(input, input.form.roles.scaling.type) !== undefined,
  async run(input, world) {
    const type = filled(input, input.form.roles.scaling.type) ?? "";
    const wanted = architectureOf(type);
    const found = await seenImage(input, world);
    if (!found) return undefined;
    if (found.architectures.length === 0) {
      return {
        status: "unknown",
        title: this.title,
        evidence: `${type} is ${wanted}; the image does not say what it is for.`,
      };
    }
    const built = found.architectures.join(", ");
    return found.architectures.includes(wanted)
      ? { status: "pass", title: this.title, evidence: `${wanted} in the manifest, ${type} is ${wanted}.` }
      : {
          status: "fail",
          title: "Image is for another processor",
          evidence: `The image is for ${built}, ${type} is ${wanted}: the container could not start.`,
          fix: { label: `Choose an ${built} instance type, or build the image for ${wanted}.` },
        };
  },
};
