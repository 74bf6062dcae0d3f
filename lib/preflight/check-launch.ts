import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import type { Db } from "@/lib/db/client";
import { readTemplateById } from "@/lib/templates/library";
import type { ParameterValues } from "@/lib/templates/types";
import { effectiveValues } from "@/lib/templates/values";
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
  const { form } = await readTemplateById(db, request.templateId);
  return runPreflight(
    {
      place: { account: ctx.account, region: ctx.region },
      stackName: request.stackName,
      form,
      values: effectiveValues(form, request.values),
      mode: request.mode ?? "launch",
      now: ctx.now(),
    },
    awsWorld(ctx),
  );
}
