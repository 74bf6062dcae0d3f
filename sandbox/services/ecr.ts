import type { Image, ImageIdentifier } from "@aws-sdk/client-ecr";
import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { Kernel } from "../world/kernel";
import { type PushedImage, type Registry, registryHost } from "../world/registry";
import { page } from "./paging";

/** ECR's reads: repositories, images, manifests, and a token to sign in with. */
export function createEcrHandlers({ registry, kernel }: { registry: Registry; kernel: Kernel }) {
  const imagesOf = (ctx: CallContext, repositoryName = "", registryId = ctx.account): readonly PushedImage[] => {
    const images = registryId === ctx.account ? registry.images(ctx, repositoryName) : undefined;
    if (!images) throw noRepository(repositoryName, registryId);
    return images;
  };

  return {
    DescribeRepositories: ({ repositoryNames, registryId, maxResults, nextToken }, ctx) => {
      const all = registry.repositories(ctx);
      for (const name of repositoryNames ?? []) {
        if (!all.some((repository) => repository.name === name)) throw noRepository(name, registryId ?? ctx.account);
      }
      const wanted = all.filter(({ name }) => !repositoryNames?.length || repositoryNames.includes(name));
      const { items, nextToken: next } = page(wanted, nextToken, maxResults ?? 100);
      return {
        repositories: items.map((repository) => ({
          repositoryName: repository.name,
          repositoryArn: repository.arn,
          repositoryUri: repository.uri,
          registryId: ctx.account,
          createdAt: new Date(repository.createdAt),
          imageTagMutability: "MUTABLE" as const,
          imageScanningConfiguration: { scanOnPush: false },
          encryptionConfiguration: { encryptionType: "AES256" as const },
        })),
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },

    DescribeImages: ({ repositoryName, registryId, imageIds, filter, maxResults, nextToken }, ctx) => {
      const all = imagesOf(ctx, repositoryName, registryId);
      for (const id of imageIds ?? []) {
        if (!all.some((image) => isMeant(image, id))) throw noImage(id, repositoryName, registryId ?? ctx.account);
      }
      const wanted = all
        .filter((image) => !imageIds?.length || imageIds.some((id) => isMeant(image, id)))
        .filter(() => filter?.tagStatus !== "UNTAGGED");
      const { items, nextToken: next } = page(wanted, nextToken, maxResults ?? 100);
      return {
        imageDetails: items.map((image) => ({
          registryId: ctx.account,
          repositoryName: image.repository,
          imageDigest: image.digest,
          imageTags: [...image.tags],
          imageSizeInBytes: image.sizeBytes,
          imagePushedAt: new Date(image.pushedAt),
          imageManifestMediaType: image.manifests[0]?.mediaType,
          ...(image.manifests.length === 1 ? { artifactMediaType: "application/vnd.oci.image.config.v1+json" } : {}),
        })),
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },

    ListImages: ({ repositoryName, registryId, filter, maxResults, nextToken }, ctx) => {
      const ids = imagesOf(ctx, repositoryName, registryId).flatMap((image) =>
        image.tags.map((imageTag) => ({ imageTag, imageDigest: image.digest })),
      );
      const { items, nextToken: next } = page(
        filter?.tagStatus === "UNTAGGED" ? [] : ids,
        nextToken,
        maxResults ?? 100,
      );
      return { imageIds: items, ...(next === undefined ? {} : { nextToken: next }) };
    },

    BatchGetImage: ({ repositoryName, registryId, imageIds }, ctx) => {
      const all = imagesOf(ctx, repositoryName, registryId);
      const answers = (imageIds ?? []).map((id) => ({ id, found: manifestOf(all, id, ctx.account, repositoryName) }));
      return {
        images: answers.flatMap(({ found }) => found ?? []),
        failures: answers
          .filter(({ found }) => !found)
          .map(({ id }) => ({
            imageId: id,
            failureCode: "ImageNotFound" as const,
            failureReason: "Requested image not found",
          })),
      };
    },

    GetAuthorizationToken: (_input, ctx) => ({
      authorizationData: [
        {
          authorizationToken: Buffer.from(`AWS:sandbox-${ctx.account}`).toString("base64"),
          expiresAt: new Date(kernel.now() + 12 * 3_600_000),
          proxyEndpoint: `https://${registryHost(ctx)}`,
        },
      ],
    }),
  } satisfies Handlers<"ecr">;
}

function isMeant(image: PushedImage, id: ImageIdentifier): boolean {
  const byTag = id.imageTag === undefined || image.tags.includes(id.imageTag);
  return byTag && (id.imageDigest === undefined || id.imageDigest === image.digest);
}

function manifestOf(
  all: readonly PushedImage[],
  id: ImageIdentifier,
  registryId: string,
  repositoryName = "",
): Image | undefined {
  for (const image of all) {
    if (id.imageTag !== undefined && !image.tags.includes(id.imageTag)) continue;
    const manifest = image.manifests.find(({ digest }) => digest === (id.imageDigest ?? image.digest));
    if (!manifest) continue;
    return {
      registryId,
      repositoryName,
      imageId: { imageDigest: manifest.digest, imageTag: id.imageTag },
      imageManifest: manifest.text,
      imageManifestMediaType: manifest.mediaType,
    };
  }
  return undefined;
}

function noRepository(name: string, registryId: string): AwsError {
  return new AwsError(
    "RepositoryNotFoundException",
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

function noImage(id: ImageIdentifier, repositoryName = "", registryId: string): AwsError {
  const tag = id.imageTag === undefined ? "null" : `'${id.imageTag}'`;
  const digest = id.imageDigest === undefined ? "null" : `'${id.imageDigest}'`;
  return new AwsError(
    "ImageNotFoundException",
    `The image with imageId {imageDigest:${digest}, imageTag:${tag}} does not exist within the repository with name '${repositoryName}' in the registry with id '${registryId}'`,
  );
}
