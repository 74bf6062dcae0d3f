import {
  isSeries,
  join,
  MATH_FUNCTIONS,
  type MathRange,
  type MathValue,
  mapValue,
  type TimeSeries,
} from "./math-functions";
import { MathError, type MathNode } from "./math-parser";

export interface MathScope extends MathRange {
  /** What an id of the request stands for. Throws MathError for one there is not. */
  read(id: string): MathValue;
  /** All metrics of the request, expressions left out: what METRICS() means. */
  metrics(): readonly (readonly [string, TimeSeries])[];
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
};
const WORDS: Readonly<Record<string, string>> = { AND: "&&", OR: "||" };
const SAID = ["REPEAT", "LINEAR"];

/** Calculates an expression over series. Throws MathError. */
export function evaluateMath(node: MathNode, scope: MathScope): MathValue {
  switch (node.kind) {
    case "number":
    case "text":
      return node.value;
    case "id":
      return SAID.includes(node.name) ? node.name : scope.read(node.name);
    case "minus":
      return mapValue(evaluateMath(node.of, scope), (value) => -value);
    case "list":
      return node.items.flatMap((item) => {
        const value = evaluateMath(item, scope);
        if (typeof value === "number" || typeof value === "string")
          throw new MathError("a list holds time series only");
        return value;
      });
    case "binary": {
      const operator = OPERATORS[WORDS[node.operator] ?? node.operator];
      if (!operator) throw new MathError(`unexpected '${node.operator}'`);
      return join(evaluateMath(node.left, scope), evaluateMath(node.right, scope), operator);
    }
    case "call":
      return call(node.name, node.args, scope);
  }
}

function call(name: string, args: readonly MathNode[], scope: MathScope): MathValue {
  const values = args.map((arg) => evaluateMath(arg, scope));
  if (name === "METRICS") {
    const [part = ""] = values;
    if (typeof part !== "string") throw new MathError("METRICS takes a text");
    return scope.metrics().flatMap(([id, series]) => (id.includes(part) ? [series] : []));
  }
  const run = Object.hasOwn(MATH_FUNCTIONS, name) ? MATH_FUNCTIONS[name] : undefined;
  if (!run) throw new MathError(`the sandbox has not built the function ${name}`);
  if (values.length === 0) throw new MathError(`${name} needs arguments`);
  return run(values, scope);
}

/** An expression's answer is one time series or several. Throws MathError for a single number. */
export function resultOf(value: MathValue): readonly TimeSeries[] {
  if (typeof value === "number" || typeof value === "string")
    throw new MathError("the expression must give a time series");
  return isSeries(value) ? [value] : value;
}
