"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { addVersion as add } from "@/lib/templates/add-version";
import { place, reason, templateId, templateText } from "./inputs";

/** Answers `{ id, number }`. */
export const addVersion = defineAction({
  name: "template.version",
  role: "operator",
  input: z.object({
    id: templateId,
    base: z.number().int().min(1).max(999_999),
    text: templateText,
    reason,
    place,
    unchecked: z.boolean().optional(),
  }),
  target: ({ id }) => `template ${id}`,
  run: add,
});
