import type { TemplateCheck } from "@/lib/templates/check";
import type { LineMark } from "./code-mirror";

/** What the editor shows at its lines; what has no line stands in the list only. */
export function marksOf(check: TemplateCheck | undefined): LineMark[] {
  if (!check) return [];
  return [
    ...check.problems.map(({ line, message, hint }) => ({ line, level: "error" as const, message, fix: hint })),
    ...check.findings,
  ].flatMap(({ line, level, message, fix }) =>
    line === undefined ? [] : [{ line, level, message: fix ? `${message} ${fix}` : message }],
  );
}
