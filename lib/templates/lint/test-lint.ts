import { lintTemplate } from "../lint";
import { parseTemplate } from "../parse";

/** The lines at which one rule has a finding in a template, over all others' findings. Throws where it does not read. */
export function linesOf(rule: string, text: string): (number | undefined)[] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(`the test's template does not read: ${parsed.problems[0]?.message}`);
  return lintTemplate(parsed).flatMap((finding) => (finding.rule === rule ? [finding.line] : []));
}
