import type { Image, ImageIdentifier } from "@aws-sdk/client-ecr";
import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import { writePass } from "../wire/registry-pass";
import type { Kernel } from "../world/kernel";
import { type PushedImage, type Registry, type Repository, registryHost } from "../world/registry";
import { createEcrLifecycleHandlers } from "./ecr-lifecycle";
import { page } from "./paging";

/** How long a password to the registry is good for, ms. */
const PASS_MS = 12 * 3_600_000;

/** ECR: repositories, images, manifests, lifecycle policies, and a password for the registry itself. */
export function createEcrHandlers(world: { registry: Registry; kernel: Kernel }, wall: () => number = Date.now) {
  const { registry } = world;
  const imagesOf = (ctx: CallContext, repositoryName = "", registryId = ctx.account): readonly PushedImage[] => {
    const images = registryId === ctx.account ? registry.images(ctx, repositoryName) : undefined;
    if (!images) throw noRepository(repositoryName, registryId);
    return images;
  };

  return {
    ...createEcrLifecycleHandlers(world, imagesOf),

    CreateRepository: ({ repositoryName = "", tags }, ctx) => {
      if (!/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(repositoryName)) {
        throw new AwsError(
          "InvalidParameterException",
          "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
        );
      }
      const made = registry.createRepository(
        ctx,
        repositoryName,
        Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
      );
      if (!made) {
        throw new AwsError(
          "RepositoryAlreadyExistsException",
          `The repository with name '${repositoryName}' already exists in the registry with id '${ctx.account}'`,
        );
      }
      return { repository: repositoryView(made, ctx.account) };
    },
    DeleteRepository: ({ repositoryName = "", registryId, force }, ctx) => {
      if (imagesOf(ctx, repositoryName, registryId).length > 0 && !force) {
        throw new AwsError(
          "RepositoryNotEmptyException",
          `The repository with name '${repositoryName}' in registry with id '${ctx.account}' cannot be deleted because it still contains images`,
        );
      }
      const gone = registry.repositories(ctx).find(({ name }) => name === repositoryName);
      registry.removeRepository(ctx, repositoryName);
      return gone ? { repository: repositoryView(gone, ctx.account) } : {};
    },
    ListTagsForResource: ({ resourceArn = "" }, ctx) => {
      const found = registry.repositories(ctx).find(({ arn }) => arn === resourceArn);
      if (!found) throw noRepository(resourceArn.split(":repository/")[1] ?? resourceArn, ctx.account);
      return { tags: Object.entries(found.tags).map(([Key, Value]) => ({ Key, Value })) };
    },

    GetDownloadUrlForLayer: ({ repositoryName = "", registryId, layerDigest = "" }, ctx) => {
      const all = imagesOf(ctx, repositoryName, registryId);
      const known = all.some(
        ({ layers, configs }) => layers.includes(layerDigest) || configs.some(({ digest }) => digest === layerDigest),
      );
      if (!known) {
        throw new AwsError(
          "LayersNotFoundException",
          `The layer with digest '${layerDigest}' does not exist in the repository with name '${repositoryName}' in the registry with id '${ctx.account}'`,
        );
      }
      const pass = writePass({ account: ctx.account, region: ctx.region, until: wall() + 3_600_000 });
      return {
        downloadUrl: `${ctx.endpoint ?? ""}/v2/${repositoryName}/blobs/${layerDigest}?pass=${pass}`,
        layerDigest,
      };
    },

    DescribeRepositories: ({ repositoryNames, registryId, maxResults, nextToken }, ctx) => {
      const all = registry.repositories(ctx);
      for (const name of repositoryNames ?? []) {
        if (!all.some((repository) => repository.name === name)) throw noRepository(name, registryId ?? ctx.account);
      }
      const wanted = all.filter(({ name }) => !repositoryNames?.length || repositoryNames.includes(name));
      const { items, nextToken: next } = page(wanted, nextToken, maxResults ?? 100);
      return {
        repositories: items.map((repository) => repositoryView(repository, ctx.account)),
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
        .filter((image) => hasStatus(image, filter?.tagStatus));
      const { items, nextToken: next } = page(wanted, nextToken, maxResults ?? 100);
      return {
        imageDetails: items.map((image) => ({
          registryId: ctx.account,
          repositoryName: image.repository,
          imageDigest: image.digest,
          ...(image.tags.length > 0 && { imageTags: [...image.tags] }),
          imageSizeInBytes: image.sizeBytes,
          imagePushedAt: new Date(image.pushedAt),
          imageManifestMediaType: image.manifests[0]?.mediaType,
          ...(image.manifests.length === 1 ? { artifactMediaType: "application/vnd.oci.image.config.v1+json" } : {}),
        })),
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },

    ListImages: ({ repositoryName, registryId, filter, maxResults, nextToken }, ctx) => {
      const ids = imagesOf(ctx, repositoryName, registryId)
        .filter((image) => hasStatus(image, filter?.tagStatus))
        .flatMap((image): ImageIdentifier[] =>
          image.tags.length === 0
            ? [{ imageDigest: image.digest }]
            : image.tags.map((imageTag) => ({ imageTag, imageDigest: image.digest })),
        );
      const { items, nextToken: next } = page(ids, nextToken, maxResults ?? 100);
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
          authorizationToken: Buffer.from(
            `AWS:${writePass({ account: ctx.account, region: ctx.region, until: wall() + PASS_MS })}`,
          ).toString("base64"),
          expiresAt: new Date(wall() + PASS_MS),
          proxyEndpoint: `https://${registryHost(ctx)}`,
        },
      ],
    }),
  } satisfies Handlers<"ecr">;
}

function repositoryView(repository: Repository, registryId: string) {
  return {
    repositoryName: repository.name,
    repositoryArn: repository.arn,
    repositoryUri: repository.uri,
    registryId,
    createdAt: new Date(repository.createdAt),
    imageTagMutability: "MUTABLE" as const,
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: "AES256" as const },
  };
}

const hasStatus = (image: PushedImage, status: string | undefined): boolean =>
  status === "TAGGED" ? image.tags.length > 0 : status !== "UNTAGGED" || image.tags.length === 0;

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

export function noRepository(name: string, registryId: string): AwsError {
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
