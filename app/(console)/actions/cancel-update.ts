"use server";

import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { cancelUpdate as cancel } from "@/lib/stacks/cancel-update";
import { formKeyInput, reasonInput, stackIdInput, stackRefInput } from "@/lib/stacks/inputs";

/** Only while the stack is UPDATE_IN_PROGRESS. Answers `{ operationId, repeated }`. */
export const cancelUpdate = defineAction({
  name: "stack.cancel-update",
  role: "operator",
  input: stackRefInput.extend({ stackId: stackIdInput, reason: reasonInput, formKey: formKeyInput }),
  target: stackKey,
  run: (ctx, { account, region, stack, ...input }) => cancel(ctx, { ...input, ref: { account, region, stack } }),
});
