"use server";

import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { dropPlan as drop } from "@/lib/stacks/drop-plan";
import { stackIdInput, stackRefInput } from "@/lib/stacks/inputs";

/** Throws away a change set that nobody wants to execute. */
export const dropPlan = defineAction({
  name: "stack.drop-plan",
  role: "operator",
  input: stackRefInput.extend({ changeSetId: stackIdInput }),
  target: stackKey,
  run: (ctx, { changeSetId, ...ref }) => drop(ctx, { ref, changeSetId }),
});
