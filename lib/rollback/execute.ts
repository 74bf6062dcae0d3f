import "server-only";
import { stackResources, templateText } from "@/lib/aws/cloudformation";
import {
  cancelUpdate,
  continueUpdateRollback,
  deleteStack,
  updateStackParameters,
} from "@/lib/aws/cloudformation-writes";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { alreadyPerformed, type OperationSpec, type Performed, performOperation } from "@/lib/operations/perform";
import { operationFor } from "@/lib/operations/store";
import type { StackRef } from "@/lib/place";
import { listReleases } from "@/lib/releases/list";
import { templateFacts } from "@/lib/releases/template-facts";
import { DEPLOYS } from "@/lib/stacks/deploy-changes";
import { valuesOf } from "@/lib/stacks/execute-update";
import { mergeParameters } from "@/lib/stacks/plan-update";
import { requireStack, sameStack } from "@/lib/stacks/require-stack";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts } from "@/lib/stacks/types";
import { imageChanges } from "./mechanisms";
import { planRollback } from "./plan";
import type { RollbackMechanism, RollbackPlan } from "./types";

export interface ExecuteRollbackInput {
  readonly ref: StackRef;
  /** Of the plan the person saw. Another state of the stack makes it stale. */
  readonly stackId: string;
  readonly basis: string;
  readonly mechanism: RollbackMechanism;
  readonly targetId?: string;
  readonly reason?: string;
  readonly formKey: string;
}

/**
 * Does what the plan said, after deciding again on what is true now: a plan that would come out otherwise throws
 * `stale_plan` and nothing is done.
 */
export async function executeRollback(ctx: VerbContext, input: ExecuteRollbackInput): Promise<Performed> {
  const { ref } = input;
  const done = await alreadyPerformed(ctx, input.formKey);
  if (done) return done;
  const stack = await requireStack(ctx.aws.at(ref), input.stackId);
  sameStack(stack, input.stackId);
  const [releases, operation] = await Promise.all([listReleases(ctx.db, ref), operationFor(ctx.db, ref)]);
  const targetId = input.mechanism === "update-stack" ? input.targetId : undefined;
  const plan = planRollback({ stack, releases, operation, service: null, tasks: [], targetId });
  const same = plan.allowed && plan.mechanism === input.mechanism && plan.basis === input.basis;
  if (!same || (input.targetId !== undefined && plan.target?.id !== input.targetId)) {
    const why = plan.allowed ? "The stack has changed since the plan was shown." : plan.why;
    throw new SlipwayError("stale_plan", why, { hint: "Look at the new plan before you go on." });
  }
  return performOperation(ctx, await specOf(ctx, input, plan, stack));
}

async function specOf(
  ctx: VerbContext,
  { ref, reason, formKey }: ExecuteRollbackInput,
  plan: RollbackPlan,
  stack: StackFacts,
): Promise<OperationSpec> {
  const { stackId } = stack;
  const common = {
    kind: plan.mechanism === "delete-stack" ? "delete" : "rollback",
    mechanism: plan.mechanism,
    ref,
    stackId,
    title: plan.label,
    reason,
    formKey,
    fromReleaseId: plan.current?.id,
  } as const;
  switch (plan.mechanism) {
    case "update-stack":
      return { ...common, ...(await replay(ctx, ref, plan, stack)) };
    case "cancel-update":
      return {
        ...common,
        slot: "interrupt",
        call: async (aws, token) => {
          await cancelUpdate(aws, stackId, token);
          return { stackId };
        },
      };
    case "continue-update-rollback":
      return {
        ...common,
        call: async (aws, token) => {
          await continueUpdateRollback(aws, stackId, token);
          return { stackId };
        },
      };
    case "delete-stack":
      return {
        ...common,
        slot: STACK_STATUS[stack.status].moving ? "interrupt" : "main",
        call: async (aws, token) => {
          await deleteStack(aws, stackId, token);
          return { stackId };
        },
      };
  }
}

/** The target's image with the stack's own template and all other parameters as they are. */
async function replay(
  ctx: VerbContext,
  ref: StackRef,
  plan: RollbackPlan,
  stack: StackFacts,
): Promise<Pick<OperationSpec, "release" | "planned" | "call">> {
  const { target } = plan;
  const aws = ctx.aws.at(ref);
  const [templateBody, resources] = await Promise.all([
    templateText(aws, stack.stackId),
    // Only for `n of m`.
    stackResources(aws, stack.stackId).catch(() => []),
  ]);
  if (!target || templateBody === null) throw new SlipwayError("stale_plan", "The stack's template cannot be read.");
  const changes = imageChanges(target, valuesOf(stack.parameters));
  const { parameterNames } = templateFacts(templateBody);
  const planned = resources.filter(({ type }) => DEPLOYS.has(type)).map(({ logicalId }) => logicalId);
  return {
    planned: planned.length > 0 ? planned : undefined,
    release: {
      templateBody,
      templateVersion: plan.current?.templateVersion,
      parameters: { ...valuesOf(stack.parameters), ...changes },
      tags: Object.fromEntries(stack.tags.map(({ key, value }) => [key, value])),
      digest: target.digest,
      rollbackOf: target.id,
    },
    call: async (at, clientToken) => {
      await updateStackParameters(at, {
        stackId: stack.stackId,
        parameters: mergeParameters(stack, parameterNames, changes),
        capabilities: stack.capabilities,
        clientToken,
      });
      return { stackId: stack.stackId };
    },
  };
}
