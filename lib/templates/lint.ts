import { recordAt, textAt } from "./json-values";
import { RULES } from "./lint/rules";
import type { LintFinding, LintLevel, LintSubject } from "./lint/types";
import type { ParsedTemplate } from "./parse";

export type { LintFinding } from "./lint/types";

const ORDER: Record<LintLevel, number> = { error: 0, warn: 1, info: 2 };
const MAX_FINDINGS = 200;

/**
 * What CloudFormation takes today and what still goes wrong in operation: the worst first, then by line. Each rule is a
 * file of `lint/`, with the page it rests on.
 */
export function lintTemplate(parsed: ParsedTemplate): LintFinding[] {
  const subject: LintSubject = {
    parsed,
    resources: Object.entries(parsed.resources).map(([name, body]) => ({
      name,
      type: textAt(body, "Type") ?? "",
      properties: recordAt(body, "Properties"),
      path: `/Resources/${name}`,
    })),
  };
  const findings = RULES.flatMap(({ id, level, fix, source, check }) =>
    [...check(subject)].map(
      (found): LintFinding => ({
        rule: id,
        level: found.level ?? level,
        message: found.message,
        fix: found.fix ?? fix,
        source,
        resource: found.resource,
        line: lineOf(parsed, found.path),
      }),
    ),
  );
  findings.sort((a, b) => ORDER[a.level] - ORDER[b.level] || (a.line ?? 0) - (b.line ?? 0));
  return findings.slice(0, MAX_FINDINGS);
}

/** The line of the nearest place on the way that has one. */
function lineOf({ positions }: ParsedTemplate, path: string | undefined): number | undefined {
  for (let at = path ?? ""; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const line = positions.get(at)?.line;
    if (line !== undefined) return line;
  }
  return undefined;
}
