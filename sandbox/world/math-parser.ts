/** A mistake in a metric math expression, in words. */
export class MathError extends Error {}

export type MathNode =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "id"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly MathNode[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly MathNode[] }
  | { readonly kind: "minus"; readonly of: MathNode }
  | { readonly kind: "binary"; readonly operator: string; readonly left: MathNode; readonly right: MathNode };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y;
const LEVELS: readonly (readonly string[])[] = [
  ["||", "OR"],
  ["&&", "AND"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
  ["^"],
];
const DEEPEST = 50;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
const LONGEST = 2048;

/** Reads an expression like `100 * errors / (errors + FILL(ok, 0))`. Throws MathError. */
export function parseMath(text: string): MathNode {
  if (text.length > LONGEST) throw new MathError(`the expression is longer than ${LONGEST} characters`);
  const tokens = tokensOf(text);
  let at = 0;
  let depth = 0;
  const take = (...values: string[]): string | undefined => {
    const token = tokens[at];
    if (token?.kind === "text" || !token || !values.includes(token.value)) return undefined;
    at++;
    return token.value;
  };
  const expect = (value: string) => {
    if (!take(value)) throw unexpected();
  };
  const unexpected = () =>
    new MathError(tokens[at] ? `unexpected '${tokens[at]?.value}'` : "the expression ends too early");
  const list = (end: string): MathNode[] => {
    const items: MathNode[] = [];
    if (take(end)) return items;
    do items.push(level(0));
    while (take(","));
    expect(end);
    return items;
  };
  const level = (index: number): MathNode => {
    const operators = LEVELS[index];
    if (!operators) return single();
    let left = level(index + 1);
    for (let operator = take(...operators); operator; operator = take(...operators)) {
      left = { kind: "binary", operator, left, right: level(index + 1) };
    }
    return left;
  };
  const single = (): MathNode => {
    if (++depth > DEEPEST) throw new MathError("the expression is nested too deeply");
    const node = plain();
    depth--;
    return node;
  };
  const plain = (): MathNode => {
    if (take("-")) return { kind: "minus", of: single() };
    if (take("(")) {
      const inner = level(0);
      expect(")");
      return inner;
    }
    if (take("[")) return { kind: "list", items: list("]") };
    const token = tokens[at];
    if (!token || token.kind === "symbol") throw unexpected();
    at++;
    if (token.kind === "number") return { kind: "number", value: Number(token.value) };
    if (token.kind === "text") return { kind: "text", value: token.value };
    if (take("(")) return { kind: "call", name: token.value.toUpperCase(), args: list(")") };
    return { kind: "id", name: token.value };
  };
  const node = level(0);
  if (at < tokens.length) throw unexpected();
  return node;
}

function tokensOf(text: string) {
  const tokens: { readonly kind: "number" | "word" | "text" | "symbol"; readonly value: string }[] = [];
  for (let at = 0; text.slice(at).trim() !== ""; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new MathError(`unexpected '${text.slice(at).trim()[0]}'`);
    const [, number, word, double, single, symbol] = found;
    const quoted = double ?? single;
    if (number !== undefined) tokens.push({ kind: "number", value: number });
    else if (word !== undefined) tokens.push({ kind: "word", value: word });
    else if (quoted !== undefined) tokens.push({ kind: "text", value: quoted });
    else tokens.push({ kind: "symbol", value: symbol ?? "" });
  }
  return tokens;
}
