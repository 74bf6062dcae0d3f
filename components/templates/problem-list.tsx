import { Chip } from "@/components/ui/chip";
import type { LintFinding } from "@/lib/templates/lint";
import type { TemplateProblem } from "@/lib/templates/types";
import style from "./templates.module.css";

interface ProblemListProps {
  problems?: readonly TemplateProblem[];
  findings: readonly LintFinding[];
  /** With it the line is a button that goes there. */
  onLine?: (line: number) => void;
}

const LEVEL = {
  error: { tone: "bad", word: "mistake" },
  warn: { tone: "warn", word: "warning" },
  info: { tone: "muted", word: "advice" },
} as const;

/** What CloudFormation would refuse, then what we would change: each with its line, and what to do. */
export function ProblemList({ problems = [], findings, onLine }: ProblemListProps) {
  const rows = [
    ...problems.map((one) => ({
      key: `${one.code}/${one.line}/${one.message}`,
      level: "error" as const,
      ...one,
      fix: one.hint,
    })),
    ...findings.map((one) => ({ key: `${one.rule}/${one.line}/${one.message}`, ...one })),
  ];
  return (
    <ul className={style.problems}>
      {rows.map(({ key, level, line, message, fix, ...row }) => (
        <li key={key}>
          <div className="row wrap">
            <Chip tone={LEVEL[level].tone}>{LEVEL[level].word}</Chip>
            {line !== undefined &&
              (onLine ? (
                <button type="button" className={style.line} onClick={() => onLine(line)}>
                  line {line}
                </button>
              ) : (
                <span className="sub">line {line}</span>
              ))}
          </div>
          <p className="break">{message}</p>
          {fix && (
            <p className="sub break">
              {fix}{" "}
              {"source" in row && (
                <a href={row.source} target="_blank" rel="noreferrer">
                  AWS on it
                </a>
              )}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
