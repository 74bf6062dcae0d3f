import { ecrRegistry } from "@/lib/templates/image";
import type { Check } from "../types";
import { imageFields, lookUp, wantedImage } from "../wanted-image";
import { ago, shortDigest } from "../words";

/** The image is in the registry now; CloudFormation would only find out when a container fails to start. */
export const imageExists: Check = {
  id: "image-exists",
  title: "Image exists",
  fields: imageFields,
  applies: (input) => wantedImage(input) !== undefined,
  async run(input, world) {
    const wanted = wantedImage(input);
    const found = await lookUp(input, world);
    const written = `${wanted?.name}:${wanted?.tag}`;
    if (found === undefined) {
      return {
        status: "unknown",
        title: "Image not looked up",
        evidence: `Slipway cannot look into ${wanted?.registry}. ${written} must be there before you launch.`,
      };
    }
    if (found === null) {
      const ecr = ecrRegistry(wanted?.registry ?? "");
      const where = ecr && ecr.region !== input.place.region ? ` That registry is in ${ecr.region}.` : "";
      return {
        status: "fail",
        title: "No such image",
        evidence: `${wanted?.registry} has no ${written}.${where}`,
        fix: { label: "Push it first, or choose another tag." },
      };
    }
    if (found === "private") {
      return {
        status: "fail",
        title: "Image is not public",
        evidence: `${wanted?.registry} does not give ${written} to who has no password, or has no such image. The tasks would have none either.`,
        fix: { label: "Make the repository public, or push the image to this account’s ECR." },
      };
    }
    const pushed = found.pushedAt === undefined ? [] : [`pushed ${ago(found.pushedAt, input.now)}`];
    return {
      status: "pass",
      title: "Image exists",
      evidence: [...pushed, shortDigest(found.digest), found.architectures.join(", ")].filter(Boolean).join(" · "),
    };
  },
};
