import { compareValues, numberOf, type Value } from "./insights-rows";

type Fn = (...args: Value[]) => Value;

const text = (value: Value): string | undefined => (value === undefined ? undefined : String(value));
const onText =
  (fn: (of: string) => Value): Fn =>
  (value) => {
    const of = text(value);
    return of === undefined ? undefined : fn(of);
  };
const onNumber =
  (fn: (of: number) => number): Fn =>
  (value) => {
    const of = numberOf(value);
    return of === undefined ? undefined : finite(fn(of));
  };
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
const most =
  (sign: number): Fn =>
  (...values) =>
    values
      .filter((value) => value !== undefined)
      .reduce<Value>((a, b) => (a === undefined || compareValues(b, a) * sign > 0 ? b : a), undefined);

/** Rounded to a whole number of `span`s since the epoch. */
export const floorTo = (at: Value, span: Value): number | undefined => {
  const [time, size] = [numberOf(at), numberOf(span)];
  return time === undefined || !size ? undefined : Math.floor(time / size) * size;
};

/**
 * The functions of CloudWatch Logs Insights that take one row, by name, with how many arguments they take.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
export const FUNCTIONS: Readonly<Record<string, { readonly args: readonly [number, number]; readonly run: Fn }>> = {
  abs: { args: [1, 1], run: onNumber(Math.abs) },
  ceil: { args: [1, 1], run: onNumber(Math.ceil) },
  floor: { args: [1, 1], run: onNumber(Math.floor) },
  round: { args: [1, 1], run: onNumber(Math.round) },
  log: { args: [1, 1], run: onNumber(Math.log) },
  sqrt: { args: [1, 1], run: onNumber(Math.sqrt) },
  greatest: { args: [1, 20], run: most(1) },
  least: { args: [1, 20], run: most(-1) },
  isempty: { args: [1, 1], run: (value) => value === undefined || value === "" },
  isblank: { args: [1, 1], run: (value) => value === undefined || String(value).trim() === "" },
  ispresent: { args: [1, 1], run: (value) => value !== undefined },
  coalesce: { args: [1, 20], run: (...values) => values.find((value) => value !== undefined) },
  concat: { args: [1, 20], run: (...values) => values.map((value) => text(value) ?? "").join("") },
  strlen: { args: [1, 1], run: onText((of) => of.length) },
  toupper: { args: [1, 1], run: onText((of) => of.toUpperCase()) },
  tolower: { args: [1, 1], run: onText((of) => of.toLowerCase()) },
  trim: { args: [1, 2], run: (of, chars) => trimmed(of, chars, true, true) },
  ltrim: { args: [1, 2], run: (of, chars) => trimmed(of, chars, true, false) },
  rtrim: { args: [1, 2], run: (of, chars) => trimmed(of, chars, false, true) },
  strcontains: { args: [2, 2], run: (of, part) => (text(of)?.includes(text(part) ?? "") ? 1 : 0) },
  replace: { args: [3, 3], run: (of, what, by) => text(of)?.replaceAll(text(what) ?? "", () => text(by) ?? "") },
  substr: {
    args: [2, 3],
    run: (of, from, length) => {
      const start = numberOf(from) ?? 0;
      const count = numberOf(length);
      return text(of)?.slice(start, count === undefined ? undefined : start + count);
    },
  },
  datefloor: { args: [2, 2], run: floorTo },
  dateceil: {
    args: [2, 2],
    run: (at, span) => {
      const [time, low] = [numberOf(at), floorTo(at, span)];
      return low === undefined || low === time ? low : low + (numberOf(span) ?? 0);
    },
  },
  frommillis: { args: [1, 1], run: numberOf },
  tomillis: { args: [1, 1], run: numberOf },
};

/** Functions whose answer is a time. */
export const TIMES: readonly string[] = ["datefloor", "dateceil", "frommillis", "bin"];

function trimmed(value: Value, chars: Value, left: boolean, right: boolean): Value {
  const of = text(value);
  if (of === undefined) return undefined;
  const set = chars === undefined ? " \t\n\r" : String(chars);
  let [from, to] = [0, of.length];
  while (left && from < to && set.includes(of[from] ?? "")) from++;
  while (right && to > from && set.includes(of[to - 1] ?? "")) to--;
  return of.slice(from, to);
}
