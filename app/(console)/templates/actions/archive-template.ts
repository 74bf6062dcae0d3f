"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { archiveTemplate as archive } from "@/lib/templates/archive-template";
import { templateId } from "./inputs";

/** Takes a template out of the offer, or back in. */
export const archiveTemplate = defineAction({
  name: "template.archive",
  role: "operator",
  input: z.object({ id: templateId, archived: z.boolean() }),
  target: ({ id }) => `template ${id}`,
  run: archive,
});
