import "server-only";
import { randomUUID } from "node:crypto";
import type { AwsContext } from "@/lib/aws/client";
import { templateText } from "@/lib/aws/cloudformation";
import { createChangeSet, deleteChangeSet, describeChangeSet } from "@/lib/aws/cloudformation-change-sets";
import type { ParameterInput } from "@/lib/aws/cloudformation-writes";
import type { Clock } from "@/lib/clock";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import type { StackRef } from "@/lib/place";
import { formFromText } from "@/lib/templates/library";
import { validate } from "@/lib/templates/validate";
import { requireStack } from "./require-stack";
import type { ChangeSetFacts, StackFacts } from "./types";

export interface PlanUpdateInput {
  readonly ref: StackRef;
  /** Without it the stack's own template stays. */
  readonly template?: { readonly id: string; readonly text: string };
  /** Those given change; all others keep what the stack has (secrets too). */
  readonly parameters: Readonly<Record<string, string>>;
  readonly capabilities?: readonly string[];
}

export interface UpdatePlan {
  readonly stackId: string;
  /** The change set to look at and then execute; its `changes` say what would happen. */
  readonly changeSet: ChangeSetFacts;
}

const POLL_MS = 500;
const MAX_WAIT_MS = 60_000;

/**
 * Asks AWS what an update would change; nothing is changed. Answers the change set when it is ready. One without
 * changes is removed again and has `noChanges`. Throws `invalid_input` for values the template does not take.
 */
export async function planUpdate(ctx: VerbContext, input: PlanUpdateInput): Promise<UpdatePlan> {
  const aws = ctx.aws.at(input.ref);
  const stack = await requireStack(aws, input.ref.stack);
  const text = input.template?.text ?? (await templateText(aws, stack.stackId));
  if (text === null) throw new SlipwayError("not_found", "The stack's template cannot be read any more.");
  const form = formFromText(text, input.template?.id ?? stack.name);
  const names = form.fields.map(({ name }) => name);
  const parameters = mergeParameters(stack, names, input.parameters);
  const known = Object.fromEntries(stack.parameters.map(({ key, value }) => [key, value]));
  const keeps = new Set(parameters.filter((one) => "keep" in one).map(({ key }) => key));
  // Kept secrets read "****", which no pattern was made for: they are left out, and `keeps` excuses them.
  const judged = Object.entries({ ...known, ...input.parameters }).filter(
    ([key, value]) => names.includes(key) && !(keeps.has(key) && value === "****"),
  );
  const fields = { ...validate(form, Object.fromEntries(judged), { keeps }) };
  for (const name of Object.keys(input.parameters)) {
    if (!names.includes(name)) fields[name] = `The template has no parameter ${name}.`;
  }
  if (Object.keys(fields).length > 0) {
    throw new SlipwayError("invalid_input", "Some fields need another value.", { fields });
  }
  const id = await createChangeSet(aws, {
    stackId: stack.stackId,
    name: `slipway-${randomUUID()}`,
    templateBody: input.template?.text,
    parameters,
    capabilities: [...new Set([...form.capabilities, ...stack.capabilities])],
    clientToken: `slipway-plan-${randomUUID()}`,
  });
  const changeSet = await ready(aws, id, ctx.clock);
  if (changeSet.noChanges) await deleteChangeSet(aws, id).catch(() => {});
  else if (changeSet.status !== "CREATE_COMPLETE") {
    await deleteChangeSet(aws, id).catch(() => {});
    throw new SlipwayError("aws_rejected", changeSet.statusReason ?? "AWS could not work out the changes.", {
      api: "cloudformation:CreateChangeSet",
    });
  }
  return { stackId: stack.stackId, changeSet };
}

/** What is given changes, what the stack has stays, the rest takes the template's default. */
export function mergeParameters(
  stack: StackFacts,
  names: readonly string[],
  given: Readonly<Record<string, string>>,
): ParameterInput[] {
  const has = new Set(stack.parameters.map(({ key }) => key));
  return names.flatMap((key): ParameterInput[] => {
    const value = given[key];
    if (value !== undefined) return [{ key, value }];
    return has.has(key) ? [{ key, keep: true }] : [];
  });
}

async function ready(aws: AwsContext, id: string, clock: Clock): Promise<ChangeSetFacts> {
  for (let waited = 0; ; waited += POLL_MS) {
    const changeSet = await describeChangeSet(aws, id);
    if (!changeSet) throw new SlipwayError("stale_plan", "The change set disappeared while AWS was making it.");
    if (changeSet.status === "CREATE_COMPLETE" || changeSet.status === "FAILED") return changeSet;
    if (waited >= MAX_WAIT_MS) {
      throw new SlipwayError("unavailable", "AWS takes unusually long to work out the changes.", {
        hint: "Try again in a minute; nothing was changed.",
      });
    }
    await clock.sleep(POLL_MS);
  }
}
