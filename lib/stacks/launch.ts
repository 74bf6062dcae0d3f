import "server-only";
import { createStack } from "@/lib/aws/cloudformation-writes";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { type Performed, performOperation } from "@/lib/operations/perform";
import type { StackRef } from "@/lib/place";
import { formFromText } from "@/lib/templates/library";
import { validate } from "@/lib/templates/validate";
import { effectiveValues, stackNameProblem } from "@/lib/templates/values";
import { plannedByTemplate } from "./planned";

/** On every stack launched here: the fleet shows those also while, or although, they have no ECS service. */
const LAUNCHED_TAG = "slipway:template";

/** The id of a text that is in no library. */
export const OWN_TEXT = "own";

export interface LaunchInput {
  readonly ref: StackRef;
  readonly template: { readonly id: string; readonly text: string; readonly version?: string };
  /** As entered; what is missing takes the template's default. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Capabilities the person has ticked. */
  readonly capabilities: readonly string[];
  readonly digest?: string;
  readonly reason?: string;
  readonly formKey: string;
}

/** Launches a stack. Settled by its client token. Throws `invalid_input` with fields before AWS is asked. */
export async function launch(ctx: VerbContext, input: LaunchInput): Promise<Performed> {
  const { ref, template } = input;
  const form = formFromText(template.text, template.id);
  const fields: Record<string, string> = { ...validate(form, input.parameters) };
  const nameProblem = stackNameProblem(ref.stack);
  if (nameProblem) fields.stack = nameProblem;
  const missing = form.capabilities.filter((capability) => !input.capabilities.includes(capability));
  if (missing.length > 0) fields.capabilities = `Tick that the stack may make these: ${form.iamResources.join(", ")}.`;
  if (Object.keys(fields).length > 0) {
    throw new SlipwayError("invalid_input", "Some fields need another value.", { fields });
  }
  const parameters = effectiveValues(form, input.parameters);
  const tags = { ...input.tags, [LAUNCHED_TAG]: template.id };
  return performOperation(ctx, {
    kind: "launch",
    mechanism: "create-stack",
    ref,
    title: `Launch ${ref.stack}`,
    reason: input.reason,
    formKey: input.formKey,
    planned: plannedByTemplate(template.text, parameters),
    release: {
      templateBody: template.text,
      templateId: template.id === OWN_TEXT ? undefined : template.id,
      templateVersion: template.version,
      parameters,
      tags,
      digest: input.digest,
    },
    call: async (aws, clientToken) => ({
      stackId: await createStack(aws, {
        name: ref.stack,
        templateBody: template.text,
        parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
        tags,
        capabilities: form.capabilities,
        clientToken,
      }),
    }),
  });
}
