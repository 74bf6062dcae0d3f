"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { addTemplate as add } from "@/lib/templates/add-template";
import { place, reason, templateText } from "./inputs";

/** Answers `{ id, number }`; field errors under "title", "text", "reason". */
export const addTemplate = defineAction({
  name: "template.add",
  role: "operator",
  input: z.object({
    title: z.string().trim().min(1, "Give it a name.").max(80, "At most 80 characters."),
    text: templateText,
    reason,
    place,
    unchecked: z.boolean().optional(),
  }),
  target: ({ title }) => `template ${title}`,
  run: add,
});
