import "server-only";
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  type ImageDetail,
} from "@aws-sdk/client-ecr";
import { isSlipwayError } from "@/lib/errors";
import type { AwsContext } from "./client";
import { allPages, batches, isPresent, ms } from "./pages";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
const IMAGES_PER_CALL = 100;

/** The media types of manifests that we can read; an index names one manifest a platform. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

export interface Repository {
  readonly name: string;
  /** "<account>.dkr.ecr.<region>.amazonaws.com/<name>". */
  readonly uri: string;
  readonly immutableTags: boolean;
}

export async function repositories(ctx: AwsContext): Promise<Repository[]> {
  const found = await allPages("ecr:DescribeRepositories", async (nextToken) => {
    const page = await ctx.call("ecr:DescribeRepositories", () =>
      ctx.client(ECRClient).send(new DescribeRepositoriesCommand({ nextToken })),
    );
    return { items: page.repositories ?? [], next: page.nextToken };
  });
  return found
    .map((repository) => ({
      name: repository.repositoryName ?? "",
      uri: repository.repositoryUri ?? "",
      immutableTags: repository.imageTagMutability === "IMMUTABLE",
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export interface TaggedImage {
  readonly tag: string;
  readonly digest: string;
  readonly pushedAt?: number;
  readonly bytes?: number;
}

/** A repository's tags, those pushed last first; null when there is no such repository. */
export async function imageTags(ctx: AwsContext, repositoryName: string): Promise<TaggedImage[] | null> {
  const images = await describeImages(ctx, repositoryName);
  if (!images) return null;
  return images
    .flatMap((image) =>
      (image.imageTags ?? []).map((tag) => ({
        tag,
        digest: image.imageDigest ?? "",
        pushedAt: ms(image.imagePushedAt),
        bytes: image.imageSizeInBytes,
      })),
    )
    .sort((a, b) => (b.pushedAt ?? 0) - (a.pushedAt ?? 0) || b.tag.localeCompare(a.tag));
}

async function describeImages(ctx: AwsContext, repositoryName: string): Promise<ImageDetail[] | null> {
  try {
    return await allPages("ecr:DescribeImages", async (nextToken) => {
      const page = await ctx.call("ecr:DescribeImages", () =>
        ctx
          .client(ECRClient)
          .send(new DescribeImagesCommand({ repositoryName, filter: { tagStatus: "TAGGED" }, nextToken })),
      );
      return { items: page.imageDetails ?? [], next: page.nextToken };
    });
  } catch (error) {
    if (isSlipwayError(error) && error.details.awsCode === "RepositoryNotFoundException") return null;
    throw error;
  }
}

export interface RegistryImage {
  readonly digest: string;
  readonly pushedAt?: number;
  /** As manifests name them, e.g. "amd64"; empty when the manifest does not say. */
  readonly platforms: readonly string[];
}

/** One image by tag or "sha256:…" digest; null when the repository or image is not there. */
export async function registryImage(
  ctx: AwsContext,
  repositoryName: string,
  reference: string,
): Promise<RegistryImage | null> {
  const id = reference.startsWith("sha256:") ? { imageDigest: reference } : { imageTag: reference };
  try {
    const answer = await ctx.call("ecr:DescribeImages", () =>
      ctx.client(ECRClient).send(new DescribeImagesCommand({ repositoryName, imageIds: [id] })),
    );
    const image = answer.imageDetails?.[0];
    if (!image?.imageDigest) return null;
    const digest = image.imageDigest;
    const platforms = (await platformsOf(ctx, repositoryName, [digest])).get(digest) ?? [];
    return { digest, pushedAt: ms(image.imagePushedAt), platforms };
  } catch (error) {
    const awsCode = isSlipwayError(error) ? error.details.awsCode : undefined;
    if (awsCode === "ImageNotFoundException" || awsCode === "RepositoryNotFoundException") return null;
    throw error;
  }
}

/** The processors of images that are indexes of several, by digest; a plain image's are in its configuration blob. */
export async function platformsOf(
  ctx: AwsContext,
  repositoryName: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const batch of batches(digests, IMAGES_PER_CALL)) {
    const answer = await ctx.call("ecr:BatchGetImage", () =>
      ctx.client(ECRClient).send(
        new BatchGetImageCommand({
          repositoryName,
          imageIds: batch.map((imageDigest) => ({ imageDigest })),
          acceptedMediaTypes: MANIFESTS,
        }),
      ),
    );
    for (const image of answer.images ?? []) {
      const digest = image.imageId?.imageDigest;
      if (digest) found.set(digest, readPlatforms(image.imageManifest));
    }
  }
  return found;
}

interface Manifest {
  manifests?: { platform?: { architecture?: unknown } }[];
}

/** The architectures an image index names; empty for anything else. */
export function readPlatforms(manifest: string | undefined): string[] {
  try {
    const { manifests = [] } = JSON.parse(manifest ?? "{}") as Manifest;
    const names = manifests.map((each) => each.platform?.architecture);
    return [...new Set(names.filter(isPresent).filter((name): name is string => typeof name === "string"))].filter(
      (name) => name !== "unknown",
    );
  } catch {
    return [];
  }
}
