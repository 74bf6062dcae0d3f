import { FUNCTIONS, floorTo, TIMES } from "./insights-functions";
import { compareValues, numberOf, type Row, type Value } from "./insights-rows";
import type { Expression } from "./insights-syntax";
import { InsightsError } from "./insights-tokens";
import { linearRegex, type Regex, RegexError } from "./regex";

export interface Calculation {
  read(row: Row): Value;
  readonly isTime: boolean;
}

/** What an expression may refer to. */
export interface Scope {
  /** Columns that hold times. */
  readonly times: ReadonlySet<string>;
  /** After `stats`: its columns by what was written, e.g. `count(*)`. */
  readonly columns?: ReadonlySet<string> | undefined;
  /** Within `stats`: takes an aggregate over many rows; answers where its result will be read. */
  readonly aggregate?: ((call: Expression & { readonly kind: "call" }) => Calculation | undefined) | undefined;
}

type Compile = (expression: Expression) => Calculation;

const value = (read: (row: Row) => Value): Calculation => ({ read, isTime: false });

/** Makes an expression ready to be calculated row by row. Throws InsightsError. */
export function compile(expression: Expression, scope: Scope): Calculation {
  const { text } = expression;
  if (scope.columns?.has(text)) return { read: (row) => row.read(text), isTime: scope.times.has(text) };
  const inner: Compile = (one) => compile(one, scope);
  switch (expression.kind) {
    case "field": {
      const { name } = expression;
      return { read: (row) => row.read(name), isTime: scope.times.has(name) };
    }
    case "value":
      return value(() => expression.value);
    case "duration":
      return value(() => expression.ms);
    case "not": {
      const of = inner(expression.of);
      return value((row) => !isTrue(of.read(row)));
    }
    case "minus": {
      const of = inner(expression.of);
      return value((row) => {
        const number = numberOf(of.read(row));
        return number === undefined ? undefined : -number;
      });
    }
    case "call":
      return scope.aggregate?.(expression) ?? call(expression, inner);
    case "binary":
      return binary(expression, inner);
    default:
      throw wrong(expression, `unexpected ${expression.text}`);
  }
}

export const wrong = ({ start, end }: Expression, message: string): InsightsError =>
  new InsightsError(message, start, end);

export const isTrue = (told: Value): boolean => told === true || (typeof told === "number" && told !== 0);

/** A regular expression of a query. Throws InsightsError. */
export function regexOf(expression: Expression & { readonly kind: "regex" }): Regex {
  try {
    return linearRegex(expression.source);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw wrong(expression, `invalid regular expression ${expression.text}: ${error.message}`);
  }
}

function call(expression: Expression & { readonly kind: "call" }, inner: Compile): Calculation {
  const { name } = expression;
  if (name === "bin") return bin(expression, inner);
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) throw wrong(expression, `unknown function ${name}`);
  const [least, most] = known.args;
  if (expression.args.length < least || expression.args.length > most) {
    throw wrong(expression, `wrong number of arguments for ${name}`);
  }
  const args = expression.args.map(inner);
  const [first, second] = args;
  const isTime = TIMES.includes(name) || (/^(greatest|least|coalesce)$/.test(name) && args.every((one) => one.isTime));
  if (first && args.length === 1) return { read: (row) => known.run(first.read(row)), isTime };
  if (first && second && args.length === 2)
    return { read: (row) => known.run(first.read(row), second.read(row)), isTime };
  return { read: (row) => known.run(...args.map((one) => one.read(row))), isTime };
}

/** `bin(5m)`, or of another time `bin(@ingestionTime, 5m)`. */
function bin({ args, ...at }: Expression & { readonly kind: "call" }, inner: Compile): Calculation {
  const span = args.at(-1);
  const of = args.length > 1 ? args[0] : undefined;
  if (span?.kind !== "duration" || args.length > 2) throw wrong({ args, ...at }, "bin takes a period such as 5m");
  const time = of && inner(of);
  return { read: (row) => floorTo(time ? time.read(row) : row.read("@timestamp"), span.ms), isTime: true };
}

function binary(expression: Expression & { readonly kind: "binary" }, inner: Compile): Calculation {
  const { operator, left, right } = expression;
  const a = inner(left);
  if (operator === "like") return like(a, right, inner);
  if (operator === "in") {
    const items = right.kind === "list" ? right.items.map(inner) : [];
    return value((row) => {
      const found = a.read(row);
      return found !== undefined && items.some((item) => compareValues(found, item.read(row)) === 0);
    });
  }
  const b = inner(right);
  if (operator === "and") return value((row) => isTrue(a.read(row)) && isTrue(b.read(row)));
  if (operator === "or") return value((row) => isTrue(a.read(row)) || isTrue(b.read(row)));
  const compares = COMPARES[operator];
  if (compares) {
    return value((row) => {
      const [x, y] = [a.read(row), b.read(row)];
      if (x === undefined || y === undefined) return operator === "!=" && x !== y;
      return compares(typeof x === "boolean" || typeof y === "boolean" ? compareTruth(x, y) : compareValues(x, y));
    });
  }
  const calculate = CALCULATES[operator];
  if (!calculate) throw wrong(expression, `unexpected ${operator}`);
  return value((row) => {
    const [x, y] = [numberOf(a.read(row)), numberOf(b.read(row))];
    const result = x === undefined || y === undefined ? Number.NaN : calculate(x, y);
    return Number.isFinite(result) ? result : undefined;
  });
}

/** True is 1 in this language, and also the word. */
function compareTruth(a: Value, b: Value): number {
  const truth = (one: Value) => (one === true || one === "true" ? 1 : one === false || one === "false" ? 0 : one);
  return compareValues(truth(a), truth(b));
}

const COMPARES: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const CALCULATES: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": (a, b) => a ** b,
};

/** A text that occurs in it, or an expression that does. */
function like(of: Calculation, pattern: Expression, inner: Compile): Calculation {
  if (pattern.kind === "regex") {
    const regex = regexOf(pattern);
    return value((row) => {
      const found = of.read(row);
      return found !== undefined && regex.test(String(found));
    });
  }
  const wanted = inner(pattern);
  return value((row) => {
    const [found, part] = [of.read(row), wanted.read(row)];
    return found !== undefined && part !== undefined && String(found).includes(String(part));
  });
}
