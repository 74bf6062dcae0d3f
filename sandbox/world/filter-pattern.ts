import { AwsError } from "../wire/handler";
import { compileJsonPattern } from "./filter-json";
import { compileRegex } from "./filter-regex";
import { compileWordPattern } from "./filter-words";

const LONGEST_PATTERN = 1024;

/**
 * CloudWatch Logs' filter patterns for unstructured, JSON and space-delimited lines: terms (all must occur, with case),
 * "quoted phrases", `?one ?or ?another` (ignored beside plain terms, as in AWS), `-excluded`, `%regex%`,
 * `{ $.level = "ERROR" }`, `[method, path, status = 5*]`. No pattern takes more than linear time. Throws InvalidParameterException. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.length > LONGEST_PATTERN) {
    throw invalid(
      `1 validation error detected: Value '${text}' at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_PATTERN}`,
    );
  }
  if (text.startsWith("{")) return compileJsonPattern(text);
  if (text.startsWith("[")) return compileWordPattern(text);
  const terms = split(text);
  const all = terms.filter((term) => term.kind === "all");
  const any = terms.filter((term) => term.kind === "any");
  const none = terms.filter((term) => term.kind === "none");
  return (message) => {
    if (none.some((term) => term.occursIn(message))) return false;
    if (all.length > 0) return all.every((term) => term.occursIn(message));
    return any.length === 0 || any.some((term) => term.occursIn(message));
  };
}

interface Term {
  readonly kind: "all" | "any" | "none";
  occursIn(message: string): boolean;
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([^\s"]+))(?=\s|$)/y;

function split(text: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    TERM.lastIndex = at;
    const found = TERM.exec(text);
    if (!found) throw invalid("Invalid filter pattern");
    at = TERM.lastIndex;
    while (text[at] === " " || text[at] === "\t" || text[at] === "\n") at++;
    const [, sign = "", quoted, regex, plain] = found;
    const kind = sign === "?" ? "any" : sign === "-" ? "none" : "all";
    if (regex !== undefined) {
      const expression = compileRegex(regex);
      terms.push({ kind, occursIn: (message) => expression.test(message) });
      continue;
    }
    if (plain !== undefined && !/^[\p{L}\p{N}_*]+$/u.test(plain))
      throw invalid(`Invalid character(s) in term '${plain}'`);
    const wanted = quoted === undefined ? (plain ?? "") : quoted.replace(/\\(.)/g, "$1");
    terms.push({ kind, occursIn: (message) => message.includes(wanted) });
  }
  return terms;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
