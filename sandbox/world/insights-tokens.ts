/** A query that cannot be read; offsets are characters of the query's text. */
export class InsightsError extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

export interface InsightsToken {
  readonly kind: "name" | "number" | "text" | "regex" | "duration" | "symbol" | "end";
  /** What it means: a text without its quotes, a name without backticks. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?:(`[^`]*`|@?[A-Za-z_][\w@]*(?:\.[\w@]+)*|@\w+)|(\d+(?![eE]\d)[a-zA-Z]\w*)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(=~|!=|<=|>=|[|,()[\]=<>+\-*/%^]))/y;
const BLANK = /(?:\s|#[^\n]*|\/\/[^\n]*)*/y;
/** Where a slash begins an expression and is no division. */
const BEFORE_REGEX = /^(?:like|=~|parse|,|\(|\|)$/i;

/** Splits a query; the last token is the end. Throws InsightsError. */
export function tokenizeQuery(text: string): InsightsToken[] {
  const tokens: InsightsToken[] = [];
  let at = 0;
  const skip = () => {
    BLANK.lastIndex = at;
    BLANK.exec(text);
    at = BLANK.lastIndex;
  };
  const isRegexNext = () => {
    const [before, last] = tokens.slice(-2);
    return (
      text[at] === "/" &&
      (BEFORE_REGEX.test((last ?? before)?.value ?? "|") || (last?.kind === "name" && before?.value === "parse"))
    );
  };
  for (skip(); at < text.length; skip()) {
    const start = at;
    if (isRegexNext()) {
      const found = /^\/((?:[^/\\]|\\.)+)\//.exec(text.slice(at));
      if (!found) throw new InsightsError("unterminated regular expression", start, text.length);
      at += found[0].length;
      tokens.push({ kind: "regex", value: (found[1] ?? "").replaceAll("\\/", "/"), start, end: at });
      continue;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new InsightsError(`unexpected symbol found ${text[at]} ${place(text, at)}`, at, at + 1);
    at = TOKEN.lastIndex;
    const [, name, duration, number, double, single, symbol] = found;
    const quoted = double ?? single;
    const token = (kind: InsightsToken["kind"], value: string) => tokens.push({ kind, value, start, end: at });
    if (name !== undefined) token("name", name.replaceAll("`", ""));
    else if (duration !== undefined) token("duration", duration);
    else if (number !== undefined) token("number", number);
    else if (quoted !== undefined) token("text", quoted.replace(/\\(.)/g, "$1"));
    else token("symbol", symbol ?? "");
  }
  tokens.push({ kind: "end", value: "", start: text.length, end: text.length });
  return tokens;
}

/** `at line 1 and position 12`, as CloudWatch says where a query goes wrong. */
export function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `at line ${lines.length} and position ${(lines.at(-1)?.length ?? 0) + 1}`;
}
