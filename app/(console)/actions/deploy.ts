"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { stackKey } from "@/lib/place";
import { executeUpdate } from "@/lib/stacks/execute-update";
import { formKeyInput, reasonInput, stackIdInput, stackRefInput } from "@/lib/stacks/inputs";

/** Executes the change set of `planDeploy`; refused when it touches more than the image. Answers `{ operationId, repeated }`. */
export const deploy = defineAction({
  name: "stack.deploy",
  role: "operator",
  input: stackRefInput.extend({
    changeSetId: stackIdInput,
    digest: z.string().max(100).optional(),
    reason: reasonInput,
    formKey: formKeyInput,
  }),
  target: stackKey,
  run: (ctx, { account, region, stack, ...input }) =>
    executeUpdate(ctx, { ...input, kind: "deploy", ref: { account, region, stack } }),
});
