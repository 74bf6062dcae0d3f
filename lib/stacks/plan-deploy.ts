import "server-only";
import { templateText } from "@/lib/aws/cloudformation";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import type { StackRef } from "@/lib/place";
import { templateFacts } from "@/lib/releases/template-facts";
import { unexpectedChanges } from "./deploy-changes";
import { planUpdate, type UpdatePlan } from "./plan-update";
import { requireStack } from "./require-stack";
import type { ResourceChange } from "./types";

export interface PlanDeployInput {
  readonly ref: StackRef;
  /** The new value of the template's tag parameter: "1.5.0", or "1.5.0@sha256:…". */
  readonly tag: string;
}

export interface DeployPlan extends UpdatePlan {
  readonly from?: string;
  readonly to: string;
  /** Changes beyond the task definition and its service; with any, this is an update, not a deployment. */
  readonly unexpected: readonly ResourceChange[];
}

/** What deploying another tag would change: nothing but the tag parameter is touched. */
export async function planDeploy(ctx: VerbContext, { ref, tag }: PlanDeployInput): Promise<DeployPlan> {
  const aws = ctx.aws.at(ref);
  const stack = await requireStack(aws, ref.stack);
  const text = await templateText(aws, stack.stackId);
  const name = text === null ? undefined : templateFacts(text).image.tag;
  if (!name) {
    throw new SlipwayError("conflict", "This stack's template has no parameter for the image's tag.", {
      hint: "Change its parameters with an update instead.",
    });
  }
  const plan = await planUpdate(ctx, { ref, parameters: { [name]: tag } });
  return {
    ...plan,
    from: stack.parameters.find(({ key }) => key === name)?.value,
    to: tag,
    unexpected: unexpectedChanges(plan.changeSet),
  };
}
