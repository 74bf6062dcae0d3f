import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import type { Db } from "@/lib/db/client";
import { isRecord, recordAt, textAt } from "@/lib/templates/json-values";
import { readTemplateById } from "@/lib/templates/library";
import { madeResources } from "@/lib/templates/made-resources";
import type { ParameterValues } from "@/lib/templates/types";
import { effectiveValues } from "@/lib/templates/values";
import { readTemplate } from "@/lib/templates/yaml";
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
export async function checkLaunch(ctx: AwsContext, db: Db, request: PreflightRequest): Promise<CheckResult[]> {
  const { form, text } = await readTemplateById(db, request.templateId);
  const values = effectiveValues(form, request.values);
  return runPreflight(
    {
      place: { account: ctx.account, region: ctx.region },
      stackName: request.stackName,
      form,
      values,
      resourceTypes: typesMade(text, madeResources(form, values).off),
      mode: request.mode ?? "launch",
      now: ctx.now(),
    },
    awsWorld(ctx),
  );
}

/** Types of a template's resources but those switched off; none of a text that cannot be read. */
function typesMade(text: string, off: ReadonlySet<string>): string[] {
  const read = readTemplate(text);
  if (!read.ok) return [];
  const types = Object.entries(recordAt(read.template, "Resources")).flatMap(([logicalId, resource]) =>
    isRecord(resource) && !off.has(logicalId) ? [textAt(resource, "Type") ?? ""] : [],
  );
  return [...new Set(types)];
}
