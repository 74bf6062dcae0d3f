import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { imageTags, repositories } from "@/lib/aws/ecr";
import { ecrRegistry } from "./ecr-registry";
import type { PickQuery } from "./pick";
import type { Picked } from "./types";

const DIGEST_SHOWN = "sha256:".length + 12;
const DOCKER_HUB = "docker.io";

export async function pickRegistries(ctx: AwsContext): Promise<Picked> {
  const found = await repositories(ctx);
  const own = [...new Set(found.map(({ uri }) => uri.split("/")[0] ?? ""))].filter(Boolean);
  return {
    options: [
      ...own.map((value) => ({ value, label: value, detail: "This account's ECR" })),
      { value: DOCKER_HUB, label: DOCKER_HUB, detail: "Docker Hub, public images" },
    ],
  };
}

export async function pickRepositories(ctx: AwsContext, { registry = "" }: PickQuery): Promise<Picked> {
  const known = ecrRegistry(registry);
  if (!known) return { options: [], note: `Slipway cannot list ${registry || "this registry"}: type the name.` };
  const found = (await repositories(ctx)).filter(({ uri }) => uri.startsWith(`${registry}/`));
  return {
    options: found.map(({ name, immutableTags }) => ({
      value: name,
      label: name,
      detail: immutableTags ? "tags cannot be moved" : undefined,
    })),
    note: found.length === 0 ? `${registry} has no repositories that Slipway may see here.` : undefined,
  };
}

/** Newest first; each with its digest and when it was pushed (`at`, ms). */
export async function pickTags(ctx: AwsContext, { registry = "", name = "" }: PickQuery): Promise<Picked> {
  if (!name) return { options: [], note: "Choose the repository first." };
  if (!ecrRegistry(registry)) {
    return { options: [], note: `Slipway cannot list ${registry || "this registry"}: type the tag.` };
  }
  const tags = await imageTags(ctx, name);
  if (!tags) return { options: [], note: `${registry} has no repository ${name}.` };
  return {
    options: tags.map(({ tag, digest, pushedAt }) => ({
      value: tag,
      label: tag,
      detail: digest.slice(0, DIGEST_SHOWN),
      at: pushedAt,
    })),
    note: tags.length === 0 ? `${name} has no tagged image yet.` : undefined,
  };
}
