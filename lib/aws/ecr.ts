import "server-only";
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  type ImageDetail,
} from "@aws-sdk/client-ecr";
import { isSlipwayError } from "@/lib/errors";
import type { AwsContext } from "./client";
import { allPages, ms } from "./pages";

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
    return image?.imageDigest ? { digest: image.imageDigest, pushedAt: ms(image.imagePushedAt) } : null;
  } catch (error) {
    const awsCode = isSlipwayError(error) ? error.details.awsCode : undefined;
    if (awsCode === "ImageNotFoundException" || awsCode === "RepositoryNotFoundException") return null;
    throw error;
  }
}

/** The text of an image's manifest or index, of one of `acceptedMediaTypes`; undefined when it is not there. */
export async function manifestText(
  ctx: AwsContext,
  repositoryName: string,
  imageDigest: string,
  acceptedMediaTypes: readonly string[],
): Promise<string | undefined> {
  const answer = await ctx.call("ecr:BatchGetImage", () =>
    ctx.client(ECRClient).send(
      new BatchGetImageCommand({
        repositoryName,
        imageIds: [{ imageDigest }],
        acceptedMediaTypes: [...acceptedMediaTypes],
      }),
    ),
  );
  return answer.images?.[0]?.imageManifest;
}

/** Where a layer or configuration can be fetched for some minutes, without credentials. */
export async function layerAddress(ctx: AwsContext, repositoryName: string, layerDigest: string): Promise<string> {
  const answer = await ctx.call("ecr:GetDownloadUrlForLayer", () =>
    ctx.client(ECRClient).send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest })),
  );
  return answer.downloadUrl ?? "";
}
