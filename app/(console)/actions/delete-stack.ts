"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { deleteStack as remove } from "@/lib/stacks/delete-stack";
import { formKeyInput, reasonInput, stackIdInput, stackRefInput } from "@/lib/stacks/inputs";

/** `confirm` is the stack's name, typed; `retain` what a failed deletion shall leave behind. Answers `{ operationId, repeated }`. */
export const deleteStack = defineAction({
  name: "stack.delete",
  role: "admin",
  input: stackRefInput.extend({
    stackId: stackIdInput,
    confirm: z.string().max(128),
    retain: z.array(z.string().max(255)).max(500).optional(),
    reason: reasonInput,
    formKey: formKeyInput,
  }),
  target: stackKey,
  run: (ctx, { account, region, stack, ...input }) => remove(ctx, { ...input, ref: { account, region, stack } }),
});
