import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import type { Db } from "@/lib/db/client";
import type { Registries } from "@/lib/registries/types";
import { readTemplateById } from "@/lib/templates/library";
import { madeResources } from "@/lib/templates/made-resources";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import { effectiveValues } from "@/lib/templates/values";
import { readTemplate } from "@/lib/templates/yaml";
import { madeOf } from "./resources";
import { runPreflight } from "./run";
import type { CheckResult } from "./types";
import { awsWorld } from "./world";

export interface PreflightRequest {
  readonly templateId: string;
  /** As entered so far; may be incomplete, and must not hold secrets. */
  readonly values: ParameterValues;
  readonly stackName?: string;
  readonly mode?: "launch" | "update";
}

/** Runs the checks of a template of the library on these values, in one account and Region. Throws `not_found` for no template. */
export async function checkLaunch(
  ctx: AwsContext,
  db: Db,
  registries: Registries,
  request: PreflightRequest,
): Promise<CheckResult[]> {
  const { form, text } = await readTemplateById(db, request.templateId);
  const values = effectiveValues(form, request.values);
  const resources = made(text, form, values, {
    "AWS::Region": ctx.region,
    ...(request.stackName ? { "AWS::StackName": request.stackName } : {}),
  });
  return runPreflight(
    {
      place: { account: ctx.account, region: ctx.region },
      stackName: request.stackName,
      form,
      values,
      resources,
      resourceTypes: [...new Set(resources.map(({ type }) => type))],
      mode: request.mode ?? "launch",
      now: ctx.now(),
    },
    awsWorld(ctx, registries),
  );
}

/** A template's resources but those switched off; none of a text that cannot be read. */
function made(text: string, form: TemplateForm, values: ParameterValues, pseudo: Readonly<Record<string, string>>) {
  const read = readTemplate(text);
  return read.ok ? madeOf({ template: read.template, form, values, pseudo }, madeResources(form, values).off) : [];
}
