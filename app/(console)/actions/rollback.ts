"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { executeRollback } from "@/lib/rollback/execute";
import { formKeyInput, reasonInput, stackIdInput, stackRefInput } from "@/lib/stacks/inputs";

/**
 * Does what the shown plan says: give its `stackId`, `basis`, `mechanism` and `target?.id`. Answers
 * `{ operationId, repeated }`, or error `stale_plan` when it would come out otherwise now.
 */
export const rollback = defineAction({
  name: "stack.rollback",
  role: "operator",
  input: stackRefInput.extend({
    stackId: stackIdInput,
    basis: z.string().max(200),
    mechanism: z.enum(["update-stack", "cancel-update", "continue-update-rollback", "delete-stack"]),
    targetId: z.string().max(64).optional(),
    reason: reasonInput,
    formKey: formKeyInput,
  }),
  target: stackKey,
  run: (ctx, { account, region, stack, ...input }) =>
    executeRollback(ctx, { ...input, ref: { account, region, stack } }),
});
