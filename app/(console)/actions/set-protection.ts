"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { stackIdInput, stackRefInput } from "@/lib/stacks/inputs";
import { setProtection as set } from "@/lib/stacks/set-protection";

/** Switches termination protection. Answers `{ on }`. */
export const setProtection = defineAction({
  name: "stack.set-protection",
  role: "admin",
  input: stackRefInput.extend({ stackId: stackIdInput, on: z.boolean() }),
  target: stackKey,
  run: (ctx, { account, region, stack, stackId, on }) => set(ctx, { ref: { account, region, stack }, stackId, on }),
});
