import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { SlipwayError } from "@/lib/errors";
import type { Registries } from "@/lib/registries/types";
import { formFromText } from "@/lib/templates/library";
import { madeResources } from "@/lib/templates/made-resources";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import { effectiveValues } from "@/lib/templates/values";
import { readTemplate } from "@/lib/templates/yaml";
import { madeOf } from "./resources";
import { CHECKS, runPreflight } from "./run";
import type { CheckResult, PreflightInput } from "./types";
import { unchangedChecks } from "./unchanged";
import { awsWorld } from "./world";

/** What is filled in; may be incomplete. Secrets in it are left out before anything looks at it. */
export interface Filled {
  readonly values: ParameterValues;
  readonly stackName?: string;
}

export interface PreflightRequest extends Filled {
  readonly template: { readonly id: string; readonly text: string };
  /** What was checked last: checks that look at nothing that has changed since are not run again… */
  readonly before?: Filled;
  /** … but these are, such as those that were `unknown`. */
  readonly again?: readonly string[];
}

export interface PreflightAnswer {
  readonly results: readonly CheckResult[];
  /** Ids of the checks whose earlier answer still holds. */
  readonly kept: readonly string[];
}

/** Runs the checks of a template on these values, in one account and Region. */
export async function checkLaunch(
  ctx: AwsContext,
  registries: Registries,
  request: PreflightRequest,
): Promise<PreflightAnswer> {
  const { template, before, again = [] } = request;
  const form = formFromText(template.text, template.id);
  const read = readTemplate(template.text);
  const now = inputOf(ctx, form, read.ok ? read.template : undefined, request);
  const unchanged = before && unchangedChecks(inputOf(ctx, form, read.ok ? read.template : undefined, before), now);
  const kept = [...(unchanged ?? [])].filter((id) => !again.includes(id));
  const checks = CHECKS.filter(({ id }) => !kept.includes(id));
  return { results: await runPreflight(now, awsWorld(ctx, registries), { checks }), kept };
}

/** AWS itself answers these at once and for certain, or they never stop a launch. */
const NOT_BEFORE_LAUNCH = new Set(["name-free", "permissions", "cost"]);
const LAUNCH_DEADLINE_MS = 4_000;

/**
 * The checks once more, at the launch itself: what the form saw may be an hour old. Throws `invalid_input` with what was
 * found; ids in `despite` are failures that the person has seen and launches despite of.
 */
export async function refuseKnownFailures(
  ctx: AwsContext,
  registries: Registries,
  { template, values, stackName }: PreflightRequest,
  despite: readonly string[],
): Promise<void> {
  const form = formFromText(template.text, template.id);
  const read = readTemplate(template.text);
  const input = inputOf(ctx, form, read.ok ? read.template : undefined, { values, stackName });
  const results = await runPreflight(input, awsWorld(ctx, registries), {
    checks: CHECKS.filter(({ id }) => !NOT_BEFORE_LAUNCH.has(id)),
    deadlineMs: LAUNCH_DEADLINE_MS,
  });
  const failed = results.filter(({ id, status }) => status === "fail" && !despite.includes(id));
  if (failed.length === 0) return;
  const said = failed.map(({ title, evidence }) => `${title}: ${evidence}`).join(" ");
  throw new SlipwayError("invalid_input", `The checks were run again, and now one fails. ${said}`, {
    hint: "Nothing was made. Mend it, or launch all the same.",
  });
}

function inputOf(
  ctx: AwsContext,
  form: TemplateForm,
  template: unknown,
  { values, stackName }: Filled,
): PreflightInput {
  const secrets = new Set(form.fields.filter(({ secret }) => secret).map(({ name }) => name));
  const open = Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.has(name)));
  const whole = effectiveValues(form, open);
  const pseudo = { "AWS::Region": ctx.region, ...(stackName ? { "AWS::StackName": stackName } : {}) };
  const resources = madeOf({ template, form, values: whole, pseudo }, madeResources(form, whole).off);
  return {
    place: { account: ctx.account, region: ctx.region },
    stackName,
    form,
    values: whole,
    resources,
    resourceTypes: [...new Set(resources.map(({ type }) => type))],
    mode: "launch",
    now: ctx.now(),
  };
}
