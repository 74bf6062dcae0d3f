"use server";

import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { executeUpdate as execute } from "@/lib/stacks/execute-update";
import { formKeyInput, reasonInput, stackIdInput, stackRefInput, templateInput } from "@/lib/stacks/inputs";
import { templateOf } from "./template-of";

/** Executes a change set that was looked at: `template` is the one it was planned with. Answers `{ operationId, repeated }`. */
export const executeUpdate = defineAction({
  name: "stack.update",
  role: "operator",
  input: stackRefInput.extend({
    changeSetId: stackIdInput,
    template: templateInput.optional(),
    reason: reasonInput,
    formKey: formKeyInput,
  }),
  target: stackKey,
  run: async (ctx, { account, region, stack, template, ...input }) =>
    execute(ctx, {
      ...input,
      kind: "update",
      ref: { account, region, stack },
      template: template && (await templateOf(template)),
    }),
});
