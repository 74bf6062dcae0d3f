"use server";

import type { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { runtime } from "@/lib/runtime";
import { parametersInput, stackRefInput, templateInput } from "@/lib/stacks/inputs";
import { planUpdate as plan } from "@/lib/stacks/plan-update";
import { secretParameters } from "@/lib/stacks/secret-parameters";
import { secretNames, templateOf } from "./template-of";

const input = stackRefInput.extend({
  /** Without it the stack keeps its template. */
  template: templateInput.optional(),
  /** Only what changes; the rest stays, secrets too. */
  parameters: parametersInput,
});

/** Answers `{ stackId, changeSet }`; `changeSet.noChanges` when there is nothing to do. */
export const planUpdate = defineAction({
  name: "stack.plan-update",
  role: "operator",
  input,
  target: stackKey,
  secrets,
  run: async (ctx, { account, region, stack, template, parameters }) =>
    plan(ctx, {
      ref: { account, region, stack },
      template: template && (await templateOf(template)),
      parameters,
    }),
});

async function secrets({ template, ...ref }: z.output<typeof input>): Promise<readonly string[]> {
  return template ? secretNames(await templateOf(template)) : secretParameters(runtime().aws, ref);
}
