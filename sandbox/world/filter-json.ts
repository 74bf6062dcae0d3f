import { AwsError } from "../wire/handler";
import { compileRegex } from "./filter-regex";

type Test = (line: unknown) => boolean;

const TOKEN =
  /\s*(?:(&&|\|\||!=|<=|>=|=|<|>|\(|\))|(\$(?:\.[\w-]+|\[\d+\])+)|"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([\w.*+-]+))/y;

interface Token {
  readonly kind: "operator" | "selector" | "text" | "regex" | "word";
  readonly value: string;
}

/**
 * `{ $.status >= 500 && $.path = "/orders*" }`: comparisons of a JSON line's members, joined by && and ||, with
 * parentheses, `*` in texts, IS NULL, IS TRUE, IS FALSE and NOT EXISTS. A line that is not JSON never matches.
 */
export function compileJsonPattern(text: string): (message: string) => boolean {
  if (!text.endsWith("}")) throw invalid();
  const tokens = tokenize(text.slice(1, -1));
  let at = 0;
  const next = (): Token => {
    const token = tokens[at++];
    if (!token) throw invalid();
    return token;
  };
  const isNext = (value: string) => tokens[at]?.kind !== "text" && tokens[at]?.value === value;

  const either = (): Test => {
    let left = both();
    while (isNext("||")) {
      at++;
      const [a, b] = [left, both()];
      left = (line) => a(line) || b(line);
    }
    return left;
  };
  const both = (): Test => {
    let left = single();
    while (isNext("&&")) {
      at++;
      const [a, b] = [left, single()];
      left = (line) => a(line) && b(line);
    }
    return left;
  };
  const single = (): Test => {
    if (isNext("(")) {
      at++;
      const inner = either();
      if (next().value !== ")") throw invalid();
      return inner;
    }
    const selector = next();
    if (selector.kind !== "selector") throw invalid();
    const path = selector.value.match(/[\w-]+/g) ?? [];
    const operator = next();
    if (operator.value === "NOT") {
      if (next().value !== "EXISTS") throw invalid();
      return (line) => read(line, path) === undefined;
    }
    const wanted = next();
    if (operator.value === "IS") return (line) => String(read(line, path)).toUpperCase() === wanted.value.toUpperCase();
    const compare = comparison(operator.value, wanted);
    return (line) => compare(read(line, path));
  };

  const test = either();
  if (at !== tokens.length) throw invalid();
  return (message) => {
    if (!message.trimStart().startsWith("{")) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

function tokenize(text: string): Token[] {
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

function comparison(operator: string, wanted: Token): (value: unknown) => boolean {
  const number = Number(wanted.value);
  if (operator === "=" || operator === "!=") {
    const equals = equality(wanted, number);
    return operator === "=" ? equals : (value) => value !== undefined && !equals(value);
  }
  if (Number.isNaN(number)) throw invalid();
  const orders: Record<string, (value: number) => boolean> = {
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

function read(line: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    line,
  );
}

const invalid = (): AwsError => new AwsError("InvalidParameterException", "Invalid filter pattern");
