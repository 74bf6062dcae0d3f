"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { deleteTemplate as remove } from "@/lib/templates/delete-template";
import { templateId } from "./inputs";

/** For good. Answers `{ kept }`, the versions that a release refers to. */
export const deleteTemplate = defineAction({
  name: "template.delete",
  role: "admin",
  input: z.object({ id: templateId }),
  target: ({ id }) => `template ${id}`,
  run: remove,
});
