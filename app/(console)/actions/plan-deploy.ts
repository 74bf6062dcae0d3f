"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { stackRefInput } from "@/lib/stacks/inputs";
import { planDeploy as plan } from "@/lib/stacks/plan-deploy";

/** `tag`: "1.5.0" or "1.5.0@sha256:…". Answers `{ stackId, changeSet, from, to, unexpected }`. */
export const planDeploy = defineAction({
  name: "stack.plan-deploy",
  role: "operator",
  input: stackRefInput.extend({ tag: z.string().trim().min(1).max(300) }),
  target: stackKey,
  run: (ctx, { account, region, stack, tag }) => plan(ctx, { ref: { account, region, stack }, tag }),
});
