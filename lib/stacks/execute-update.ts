import "server-only";
import { templateText } from "@/lib/aws/cloudformation";
import { describeChangeSet, executeChangeSet } from "@/lib/aws/cloudformation-change-sets";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { alreadyPerformed, type Performed, performOperation } from "@/lib/operations/perform";
import type { StackRef } from "@/lib/place";
import { currentRelease } from "@/lib/releases/diff";
import { listReleases } from "@/lib/releases/list";
import { noteBefore } from "@/lib/releases/notice";
import { imageOf, templateFacts } from "@/lib/releases/template-facts";
import { observeService } from "@/lib/services/observe";
import { unexpectedChanges } from "./deploy-changes";
import { OWN_TEXT } from "./launch";
import { plannedByChangeSet } from "./planned";
import { requireStack, sameStack } from "./require-stack";
import type { StackParameter } from "./types";

export interface ExecuteUpdateInput {
  readonly ref: StackRef;
  readonly changeSetId: string;
  /** "deploy" refuses a change set that touches more than the task definition and its service. */
  readonly kind: "update" | "deploy";
  /** What the change set is said to be made with: names the release's template only where the text is really that one. */
  readonly template?: { readonly id: string; readonly text: string; readonly version?: string };
  readonly digest?: string;
  readonly reason?: string;
  readonly formKey: string;
}

/** Executes a change set somebody has looked at. Settled by its client token. Stale ones throw `stale_plan`. */
export async function executeUpdate(ctx: VerbContext, input: ExecuteUpdateInput): Promise<Performed> {
  const { ref, kind } = input;
  const done = await alreadyPerformed(ctx, input.formKey);
  if (done) return done;
  const aws = ctx.aws.at(ref);
  const [stack, changeSet, templateBody] = await Promise.all([
    requireStack(aws, ref.stack),
    describeChangeSet(aws, input.changeSetId),
    // What will be deployed is the change set's own template, whatever the page was drawn with.
    templateText(aws, { changeSetId: input.changeSetId }),
  ]);
  if (!changeSet?.executable || templateBody === null) {
    throw new SlipwayError("stale_plan", "This plan can no longer be carried out: the stack has changed since.", {
      hint: "Look at the changes again.",
    });
  }
  sameStack(stack, changeSet.stackId);
  const unexpected = unexpectedChanges(changeSet);
  if (kind === "deploy" && unexpected.length > 0) {
    const list = unexpected.map(({ logicalId, action }) => `${action} ${logicalId}`).join(", ");
    throw new SlipwayError("conflict", `This changes more than the image: ${list}.`, {
      hint: "Make it an update, where all changes are shown.",
    });
  }
  const named = input.template?.text === templateBody ? input.template : undefined;
  const parameters = valuesOf(changeSet.parameters);
  const version = imageOf(templateFacts(templateBody), parameters).version;
  const noticed = await noteBefore({ ...ctx, observe: () => observeService(aws, ref.stack) }, ref, stack).catch(
    () => undefined,
  );
  const from = noticed ?? currentRelease(await listReleases(ctx.db, ref), valuesOf(stack.parameters));
  return performOperation(ctx, {
    kind,
    mechanism: "execute-change-set",
    ref,
    stackId: stack.stackId,
    title: kind === "deploy" && version ? `Deploy ${version}` : `Update ${ref.stack}`,
    reason: input.reason,
    formKey: input.formKey,
    fromReleaseId: from?.id,
    planned: plannedByChangeSet(changeSet),
    release: {
      templateBody,
      templateId: named?.id === OWN_TEXT ? undefined : named?.id,
      templateVersion: named?.version,
      parameters,
      tags: Object.fromEntries(stack.tags.map(({ key, value }) => [key, value])),
      digest: input.digest,
    },
    call: async (at, clientToken) => {
      await executeChangeSet(at, input.changeSetId, clientToken);
      return { stackId: stack.stackId };
    },
  });
}

export const valuesOf = (parameters: readonly StackParameter[]): Record<string, string> =>
  Object.fromEntries(parameters.map(({ key, value }) => [key, value]));
