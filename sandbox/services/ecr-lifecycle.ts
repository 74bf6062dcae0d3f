import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { PushedImage, Registry } from "../world/registry";
import { page } from "./paging";

type ImagesOf = (ctx: CallContext, repositoryName?: string, registryId?: string) => readonly PushedImage[];

/** ECR's lifecycle policies, and the preview of what one would expire. */
export function createEcrLifecycleHandlers(
  { registry }: { registry: Registry },
  /** Throws where there is no such repository. */
  imagesOf: ImagesOf,
) {
  const policyOf = (ctx: CallContext, repositoryName = "", registryId?: string) => {
    imagesOf(ctx, repositoryName, registryId);
    const policy = registry.lifecycle(ctx, repositoryName);
    if (!policy) {
      throw new AwsError(
        "LifecyclePolicyNotFoundException",
        `Lifecycle policy does not exist for the repository with name '${repositoryName}' in the registry with id '${ctx.account}'`,
      );
    }
    return {
      registryId: ctx.account,
      repositoryName,
      lifecyclePolicyText: policy.text,
      lastEvaluatedAt: new Date(policy.evaluatedAt),
    };
  };

  return {
    GetLifecyclePolicy: ({ repositoryName, registryId }, ctx) => policyOf(ctx, repositoryName, registryId),
    PutLifecyclePolicy: ({ repositoryName = "", registryId, lifecyclePolicyText = "" }, ctx) => {
      imagesOf(ctx, repositoryName, registryId);
      registry.setLifecycle(ctx, repositoryName, lifecyclePolicyText);
      return { registryId: ctx.account, repositoryName, lifecyclePolicyText };
    },
    DeleteLifecyclePolicy: ({ repositoryName = "", registryId }, ctx) => {
      const gone = policyOf(ctx, repositoryName, registryId);
      registry.setLifecycle(ctx, repositoryName, undefined);
      return gone;
    },
    StartLifecyclePolicyPreview: ({ repositoryName = "", registryId, lifecyclePolicyText }, ctx) => {
      const text = lifecyclePolicyText ?? policyOf(ctx, repositoryName, registryId).lifecyclePolicyText;
      registry.startPreview(ctx, repositoryName, text);
      return { registryId: ctx.account, repositoryName, lifecyclePolicyText: text, status: "IN_PROGRESS" as const };
    },
    GetLifecyclePolicyPreview: ({ repositoryName = "", registryId, nextToken, maxResults }, ctx) => {
      imagesOf(ctx, repositoryName, registryId);
      const preview = registry.preview(ctx, repositoryName);
      if (!preview) {
        throw new AwsError(
          "LifecyclePolicyPreviewNotFoundException",
          `Lifecycle policy preview does not exist for the repository with name '${repositoryName}' in the registry with id '${ctx.account}'`,
        );
      }
      const found = [...preview.expiring];
      const { items, nextToken: next } = page(found, nextToken, maxResults ?? 100);
      return {
        registryId: ctx.account,
        repositoryName,
        lifecyclePolicyText: preview.text,
        status: "COMPLETE" as const,
        previewResults: items.map(([image, rule]) => ({
          imageDigest: image.digest,
          imageTags: [...image.tags],
          imagePushedAt: new Date(image.pushedAt),
          action: { type: "EXPIRE" as const },
          appliedRulePriority: rule.rulePriority,
        })),
        summary: { expiringImageTotalCount: found.length },
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },
  } satisfies Handlers<"ecr">;
}
