import { AwsError } from "../wire/handler";
import { compileRegex } from "./filter-regex";

export const invalid = (): AwsError => new AwsError("InvalidParameterException", "Invalid filter pattern");

export interface Token {
  readonly kind: "operator" | "selector" | "text" | "regex" | "word";
  readonly value: string;
}

const TOKEN =
  /\s*(?:(&&|\|\||!=|<=|>=|=|<|>|\(|\)|,)|(\$(?:\.[\w-]+|\.?\["[^"]*"\]|\[(?:\d+|\*)\])+)|"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([^\s"%&|!<>=(),$]+))/y;

/** The parts of a `{…}` or `[…]` pattern, without its braces. Throws InvalidParameterException. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw invalid();
    at = TOKEN.lastIndex;
    const [, operator, selector, quoted, regex, word] = found;
    if (operator !== undefined) tokens.push({ kind: "operator", value: operator });
    else if (selector !== undefined) tokens.push({ kind: "selector", value: selector });
    else if (quoted !== undefined) tokens.push({ kind: "text", value: quoted.replace(/\\(.)/g, "$1") });
    else if (regex !== undefined) tokens.push({ kind: "regex", value: regex });
    else tokens.push({ kind: "word", value: word ?? "" });
  }
  return tokens;
}

/** Reads tokens one after the other. */
export function readerOf(tokens: readonly Token[]) {
  let at = 0;
  return {
    next(): Token {
      const token = tokens[at++];
      if (!token) throw invalid();
      return token;
    },
    isNext: (value: string) => tokens[at]?.kind !== "text" && tokens[at]?.value === value,
    /** Steps over the token if it is this one. */
    take(value: string): boolean {
      const there = this.isNext(value);
      if (there) at++;
      return there;
    },
    isDone: () => at === tokens.length,
  };
}

export type Reader = ReturnType<typeof readerOf>;

/** `a && b || (c && d)`: && binds more tightly. `single` reads one condition. */
export function readConditions<T>(reader: Reader, single: () => (line: T) => boolean): (line: T) => boolean {
  const one = (): ((line: T) => boolean) => {
    if (!reader.take("(")) return single();
    const inner = readConditions(reader, single);
    if (!reader.take(")")) throw invalid();
    return inner;
  };
  const both = () => {
    let left = one();
    while (reader.take("&&")) {
      const [a, b] = [left, one()];
      left = (line) => a(line) && b(line);
    }
    return left;
  };
  let left = both();
  while (reader.take("||")) {
    const [a, b] = [left, both()];
    left = (line) => a(line) || b(line);
  }
  return left;
}

/** How a value is compared with what the pattern says; a value that is not there never is. */
export function comparison(operator: string, wanted: Token): (value: unknown) => boolean {
  if (wanted.kind === "operator" || wanted.kind === "selector") throw invalid();
  const number = Number(wanted.value);
  if (operator === "=" || operator === "!=") {
    const equals = equality(wanted, number);
    return operator === "=" ? equals : (value) => value !== undefined && !equals(value);
  }
  if (wanted.kind !== "word" || Number.isNaN(number)) throw invalid();
  const orders: Readonly<Record<string, (value: number) => boolean>> = {
    "<": (value) => value < number,
    ">": (value) => value > number,
    "<=": (value) => value <= number,
    ">=": (value) => value >= number,
  };
  const order = orders[operator];
  if (!order) throw invalid();
  return (value) => typeof value === "number" && order(value);
}

function equality(wanted: Token, number: number): (value: unknown) => boolean {
  if (wanted.kind === "regex") {
    const expression = compileRegex(wanted.value);
    return (value) => typeof value === "string" && expression.test(value);
  }
  if (wanted.kind === "word" && !Number.isNaN(number)) return (value) => value === number;
  const pieces = wanted.value.split("*");
  return (value) => typeof value === "string" && fits(value, pieces);
}

/** Whether the text is the pieces in their order with anything between them: a wildcard match in linear time. */
function fits(value: string, pieces: readonly string[]): boolean {
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= value.length - last.length;
}
