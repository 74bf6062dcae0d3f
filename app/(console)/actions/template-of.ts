import "server-only";
import { templateFacts } from "@/lib/releases/template-facts";
import { runtime } from "@/lib/runtime";
import { OWN_TEXT } from "@/lib/stacks/launch";
import { readTemplateById } from "@/lib/templates/library";

export interface TemplateText {
  readonly id: string;
  readonly text: string;
  readonly version?: string;
}

/** A template of the library, or the text that came with the form. */
export async function templateOf(given: { id: string } | { text: string }): Promise<TemplateText> {
  if ("text" in given) return { id: OWN_TEXT, text: given.text };
  const { id, text, version } = await readTemplateById(runtime().db, given.id);
  return { id, text, version };
}

/** Names of parameters whose values the audit must not hold. */
export const secretNames = ({ text }: TemplateText): readonly string[] => templateFacts(text).secret;
