import { cleanText } from "./file-text";
import { type LintFinding, lintTemplate } from "./lint";
import { parseTemplate } from "./parse";
import type { TemplateProblem } from "./types";

/** What the editor shows beside a text: what CloudFormation would refuse it for, else what we would change. */
export interface TemplateCheck {
  readonly problems: readonly TemplateProblem[];
  readonly findings: readonly LintFinding[];
  readonly bytes: number;
  readonly resources: number;
  readonly parameters: number;
}

/** Reads and lints a text without AWS. Never throws, whatever the text. */
export function checkTemplate(given: string): TemplateCheck {
  const cleaned = cleanText(given);
  const bytes = new TextEncoder().encode(given).length;
  const refused = (problems: readonly TemplateProblem[]): TemplateCheck => ({
    problems,
    findings: [],
    bytes,
    resources: 0,
    parameters: 0,
  });
  if (!cleaned.ok) return refused([{ code: "syntax", message: cleaned.message }]);
  const parsed = parseTemplate(cleaned.text);
  if (!parsed.ok) return refused(parsed.problems);
  return {
    problems: [],
    findings: lintTemplate(parsed),
    bytes: parsed.bytes,
    resources: Object.keys(parsed.resources).length,
    parameters: Object.keys(parsed.parameters).length,
  };
}
