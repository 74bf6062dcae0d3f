import { isMovingTag } from "@/lib/templates/image";
import { present } from "../fields";
import type { Check } from "../types";
import { seenImage, wantedImage } from "../wanted-image";

/** A tag such as `latest` names another image tomorrow. */
export const movingTag: Check = {
  id: "moving-tag",
  title: "Tag names one version",
  fields: (input) => present(input.form.roles.image.tag, input.form.roles.image.whole),
  depends: wantedImage,
  applies: (input) => wantedImage(input) !== undefined,
  async run(input, world) {
    const wanted = wantedImage(input);
    const tagField = input.form.roles.image.tag;
    const pinned = wanted !== undefined && wanted.reference !== wanted.tag;
    if (wanted === undefined || pinned || !isMovingTag(wanted.tag)) {
      return {
        status: "pass",
        title: this.title,
        evidence: pinned ? "Pinned by its digest." : `“${wanted?.tag}” is a version.`,
      };
    }
    const digest = (await seenImage(input, world))?.digest;
    return {
      status: "warn",
      title: "Tag can move",
      evidence: `“${wanted.tag}” names whatever was pushed last: instances may run different versions, and a rollback cannot bring back what ran.`,
      fix:
        digest && tagField
          ? { label: "Pin today’s image", set: { [tagField]: `${wanted.tag}@${digest}` } }
          : { label: "Use a version tag such as 1.4.3." },
    };
  },
};
