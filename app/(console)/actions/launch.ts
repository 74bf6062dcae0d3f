"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { alreadyPerformed } from "@/lib/operations/perform";
import { stackKey } from "@/lib/place";
import { refuseKnownFailures } from "@/lib/preflight/check-launch";
import { registriesOf } from "@/lib/registries/types";
import { runtime } from "@/lib/runtime";
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
    /** Ids of failed checks that the person has seen and launches despite of. */
    despite: z.array(z.string().max(64)).max(64).default([]),
  }),
  target: stackKey,
  secrets: async ({ template }) => secretNames(await templateOf(template)),
  run: async (ctx, { account, region, stack, template: given, despite, ...input }) => {
    const template = await templateOf(given);
    // A second click finds what the first one made: that is no failed check.
    const performed = await alreadyPerformed(ctx, input.formKey);
    if (performed) return performed;
    const checked = { template, values: input.parameters, stackName: stack };
    await refuseKnownFailures(ctx.aws.at({ account, region }), registriesOf(runtime().config), checked, despite);
    return launchStack(ctx, { ...input, ref: { account, region, stack }, template });
  },
});
