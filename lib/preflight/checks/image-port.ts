import { number, present } from "../fields";
import type { Check } from "../types";
import { seenImage, wantedImage } from "../wanted-image";

/** The port the load balancer sends to is one the image says it listens on; silent where the image says nothing. */
export const imagePort: Check = {
  id: "image-port",
  title: "Port fits the image",
  fields: (input) => present(input.form.roles.health.port),
  depends: wantedImage,
  applies: (input) => wantedImage(input) !== undefined && number(input, input.form.roles.health.port) !== undefined,
  async run(input, world) {
    const name = input.form.roles.health.port ?? "";
    const port = number(input, name) ?? 0;
    const ports = (await seenImage(input, world))?.ports;
    if (ports === undefined || ports.length === 0) return undefined;
    if (ports.includes(port))
      return { status: "pass", title: this.title, evidence: `The image EXPOSEs ${ports.join(", ")}.` };
    const [other] = ports;
    return {
      status: "warn",
      title: "Port differs from the image’s",
      evidence: `The image EXPOSEs ${ports.join(", ")}, you wrote ${port}.`,
      fix: { label: `Use ${other}`, set: { [name]: String(other) } },
    };
  },
};
