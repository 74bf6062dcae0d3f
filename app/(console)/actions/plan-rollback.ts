"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { readRollbackPlan } from "@/lib/rollback/read-plan";
import { stackRefInput } from "@/lib/stacks/inputs";

/** The plan for a release somebody picked (`targetId`), or the default one, read fresh. Answers a RollbackDecision. */
export const planRollback = defineAction({
  name: "stack.plan-rollback",
  role: "viewer",
  input: stackRefInput.extend({ targetId: z.string().max(64).optional() }),
  target: stackKey,
  run: (ctx, { account, region, stack, targetId }) =>
    readRollbackPlan(ctx, { ref: { account, region, stack }, targetId }),
});
