"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { formKeyInput, parametersInput, reasonInput, stackRefInput, templateInput } from "@/lib/stacks/inputs";
import { launch as launchStack } from "@/lib/stacks/launch";
import { secretNames, templateOf } from "./template-of";

/** Answers `{ operationId, repeated }`; field errors come as `error.details.fields` by parameter, "stack", "capabilities". */
export const launch = defineAction({
  name: "stack.launch",
  role: "operator",
  input: stackRefInput.extend({
    template: templateInput,
    parameters: parametersInput,
    capabilities: z.array(z.string().max(64)).max(8),
    digest: z.string().max(100).optional(),
    reason: reasonInput,
    formKey: formKeyInput,
  }),
  target: stackKey,
  secrets: async ({ template }) => secretNames(await templateOf(template)),
  run: async (ctx, { account, region, stack, template, ...input }) =>
    launchStack(ctx, {
      ...input,
      ref: { account, region, stack },
      template: await templateOf(template),
    }),
});
