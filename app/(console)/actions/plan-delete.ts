"use server";

import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { stackIdInput, stackRefInput } from "@/lib/stacks/inputs";
import { planDelete as plan } from "@/lib/stacks/plan-delete";

/** What deleting the stack would take away and leave. Changes nothing. */
export const planDelete = defineAction({
  name: "stack.plan-delete",
  role: "admin",
  input: stackRefInput.extend({ stackId: stackIdInput }),
  target: stackKey,
  run: (ctx, { account, region, stack, stackId }) => plan(ctx, { ref: { account, region, stack }, stackId }),
});
