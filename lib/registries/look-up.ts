import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { layerAddress, manifestText, registryImage } from "@/lib/aws/ecr";
import { SlipwayError } from "@/lib/errors";
import { getBounded } from "./get-bounded";
import { MANIFEST_TYPES, readConfiguration, readManifest } from "./manifest";
import { type PublicImage, readPublicImage } from "./read-image";
import type { ImageManifest, Registries } from "./types";

/** An image that anybody may pull. Throws `unavailable` when the registry does not answer. */
export async function lookUpPublicImage(
  registries: Registries,
  registry: string,
  name: string,
  reference: string,
): Promise<PublicImage> {
  try {
    return await readPublicImage(registries, registry, name, reference);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "no answer";
    throw new SlipwayError("unavailable", `${registry} could not be asked: ${why}.`, {}, { cause });
  }
}

/** An image of this account's ECR in this Region; null when it is not there. */
export async function lookUpEcrImage(
  ctx: AwsContext,
  registries: Registries,
  name: string,
  reference: string,
): Promise<(ImageManifest & { readonly pushedAt?: number }) | null> {
  const found = await registryImage(ctx, name, reference);
  if (!found) return null;
  const read = async (digest: string) => readManifest((await manifestText(ctx, name, digest, MANIFEST_TYPES)) ?? "");
  const top = await read(found.digest);
  const named = [...new Set(top.children.map(({ platform }) => platform))];
  // What follows may be denied, and is only more evidence.
  const configuration = await (async () => {
    const [child] = top.children;
    const config = child ? (await read(child.digest)).config : top.config;
    if (config === undefined) return undefined;
    const { status, body } = await getBounded(await layerAddress(ctx, name, config), { trusted: registries.sandbox });
    return status === 200 ? readConfiguration(body) : undefined;
  })().catch(() => undefined);
  const own = configuration?.platform ? [configuration.platform] : [];
  return { ...found, platforms: named.length > 0 ? named : own, ports: configuration?.ports };
}
