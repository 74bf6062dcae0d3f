import { splitImage, splitTag } from "@/lib/templates/image";
import { filled, present } from "./fields";
import type { ImageAnswer, ImageFact, PreflightInput, PreflightWorld } from "./types";

export interface Wanted {
  readonly registry: string;
  readonly name: string;
  /** A digest counts before the tag beside it. */
  readonly reference: string;
  readonly tag: string;
}

/** The image the values name, or undefined while a part is missing. */
export function wantedImage(input: PreflightInput): Wanted | undefined {
  const { registry, name, tag, whole } = input.form.roles.image;
  const all = filled(input, whole);
  if (all !== undefined) {
    const image = splitImage(all);
    if (!image) return undefined;
    const wanted = image.tag ?? "latest";
    return {
      registry: image.registry ?? "docker.io",
      name: image.name,
      reference: image.digest ?? wanted,
      tag: wanted,
    };
  }
  const [repository, version] = [filled(input, name), filled(input, tag)];
  if (repository === undefined || version === undefined) return undefined;
  const parts = splitTag(version);
  return {
    registry: filled(input, registry) ?? "docker.io",
    name: repository,
    reference: parts.digest ?? parts.tag,
    tag: parts.tag,
  };
}

export const imageFields = ({ form: { roles } }: PreflightInput) =>
  present(roles.image.registry, roles.image.name, roles.image.tag, roles.image.whole);

/** What the registry says of it: null without such an image, undefined when it cannot be known. */
export async function lookUp(input: PreflightInput, world: PreflightWorld): Promise<ImageAnswer> {
  const wanted = wantedImage(input);
  return wanted && world.image(wanted.registry, wanted.name, wanted.reference);
}

/** The image where it can be seen, for checks of what is in it; whether it is there at all is `imageExists` to say. */
export async function seenImage(input: PreflightInput, world: PreflightWorld): Promise<ImageFact | undefined> {
  const found = await lookUp(input, world).catch(() => undefined);
  return found === null || found === "private" ? undefined : found;
}
