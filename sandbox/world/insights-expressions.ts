import type { Expression, Named } from "./insights-syntax";
import { InsightsError, type InsightsToken, place } from "./insights-tokens";

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(ms|msec|millisecond)s?$/, 1],
  [/^(s|sec|second)s?$/, 1000],
  [/^(m|min|minute)s?$/, 60_000],
  [/^(h|hr|hour)s?$/, 3_600_000],
  [/^(d|day)s?$/, 86_400_000],
  [/^(w|week)s?$/, 604_800_000],
  [/^(mo|mon|month)s?$/, 2_592_000_000],
  [/^(q|qtr|quarter)s?$/, 7_776_000_000],
  [/^(y|yr|year)s?$/, 31_536_000_000],
];
const COMPARISONS = ["=", "!=", "<", "<=", ">", ">=", "=~"];
const DEEPEST = 100;

/** Reads a query's tokens: commands are in `insights-parser.ts`, expressions here, by falling precedence. */
export class QueryReader {
  private at = 0;
  private depth = 0;

  constructor(
    readonly text: string,
    private readonly tokens: readonly InsightsToken[],
  ) {}

  peek(ahead = 0): InsightsToken {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as InsightsToken;
  }

  next(): InsightsToken {
    const token = this.peek();
    if (token.kind !== "end") this.at++;
    return token;
  }

  isNext(word: string): boolean {
    const { kind, value } = this.peek();
    return (kind === "name" || kind === "symbol") && value.toLowerCase() === word;
  }

  take(word: string): boolean {
    const there = this.isNext(word);
    if (there) this.at++;
    return there;
  }

  expect(word: string): void {
    if (!this.take(word)) throw this.unexpected();
  }

  unexpected({ value, start, end, kind } = this.peek()): InsightsError {
    const what = kind === "end" ? "unexpected end of query" : `unexpected symbol found ${value}`;
    return new InsightsError(`${what} ${place(this.text, start)}`, start, Math.max(end, start + 1));
  }

  name(): string {
    const token = this.next();
    if (token.kind !== "name") throw this.unexpected(token);
    return token.value;
  }

  /** `a, b, c` */
  list<T>(one: () => T): T[] {
    const items = [one()];
    while (this.take(",")) items.push(one());
    return items;
  }

  named(): Named {
    const expression = this.expression();
    return { expression, name: this.take("as") ? this.name() : expression.text };
  }

  expression(): Expression {
    if (++this.depth > DEEPEST)
      throw new InsightsError("the expression is nested too deeply", this.peek().start, this.peek().end);
    const read = this.either();
    this.depth--;
    return read;
  }

  private span(start: number) {
    const end = this.tokens[this.at - 1]?.end ?? start;
    return { start, end, text: this.text.slice(start, end) };
  }

  private either(): Expression {
    return this.chain(["or"], () => this.chain(["and"], () => this.negation()));
  }

  private negation(): Expression {
    const { start } = this.peek();
    if (!this.take("not")) return this.comparison();
    if (++this.depth > DEEPEST) throw this.unexpected();
    const of = this.negation();
    this.depth--;
    return { kind: "not", of, ...this.span(start) };
  }

  private comparison(): Expression {
    const { start } = this.peek();
    const left = this.sum();
    const isNot = this.isNext("not") && /^(like|in)$/i.test(this.peek(1).value);
    if (isNot) this.next();
    const wrap = (made: Expression): Expression => (isNot ? { kind: "not", of: made, ...this.span(start) } : made);
    if (this.take("like"))
      return wrap({ kind: "binary", operator: "like", left, right: this.sum(), ...this.span(start) });
    if (this.take("in")) {
      const right = this.primary();
      if (right.kind !== "list") throw this.unexpected();
      return wrap({ kind: "binary", operator: "in", left, right, ...this.span(start) });
    }
    const operator = COMPARISONS.find((one) => this.isNext(one));
    if (operator === undefined) return left;
    this.next();
    const right = this.sum();
    return { kind: "binary", operator: operator === "=~" ? "like" : operator, left, right, ...this.span(start) };
  }

  private sum(): Expression {
    return this.chain(["+", "-"], () => this.chain(["*", "/", "%"], () => this.chain(["^"], () => this.primary())));
  }

  private chain(operators: readonly string[], part: () => Expression): Expression {
    const { start } = this.peek();
    let left = part();
    for (;;) {
      const operator = operators.find((one) => this.take(one));
      if (operator === undefined) return left;
      const right = part();
      left = { kind: "binary", operator, left, right, ...this.span(start) };
    }
  }

  private primary(): Expression {
    const token = this.next();
    const { kind, value, start } = token;
    if (kind === "number") return { kind: "value", value: Number(value), ...this.span(start) };
    if (kind === "text") return { kind: "value", value, ...this.span(start) };
    if (kind === "regex") return { kind: "regex", source: value, ...this.span(start) };
    if (kind === "duration") return { kind: "duration", ms: this.duration(token), ...this.span(start) };
    if (kind === "name") {
      if (this.take("(")) return this.call(value, start);
      if (value === "true" || value === "false") return { kind: "value", value: value === "true", ...this.span(start) };
      return { kind: "field", name: value, ...this.span(start) };
    }
    if (value === "(") {
      const inner = this.expression();
      this.expect(")");
      return { ...inner, ...this.span(start) };
    }
    if (value === "[") {
      const items = this.list(() => this.expression());
      this.expect("]");
      return { kind: "list", items, ...this.span(start) };
    }
    if (value === "-") {
      const of = this.primary();
      return { kind: "minus", of, ...this.span(start) };
    }
    throw this.unexpected(token);
  }

  private call(name: string, start: number): Expression {
    const args: Expression[] = [];
    if (this.take("*")) this.expect(")");
    else if (!this.take(")")) {
      args.push(...this.list(() => this.expression()));
      this.expect(")");
    }
    return { kind: "call", name: name.toLowerCase(), args, ...this.span(start) };
  }

  private duration(token: InsightsToken): number {
    const [, count = "", unit = ""] = /^(\d+)(\w+)$/.exec(token.value) ?? [];
    const ms = UNITS.find(([name]) => name.test(unit))?.[1];
    if (ms === undefined || Number(count) === 0) throw this.unexpected(token);
    return Number(count) * ms;
  }
}
