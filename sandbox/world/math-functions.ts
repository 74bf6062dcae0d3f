import { MathError } from "./math-parser";

/** Values by time (ms), oldest first. */
export interface TimeSeries {
  readonly points: ReadonlyMap<number, number>;
  readonly label: string;
  readonly periodMs: number;
}

export type MathValue = number | string | TimeSeries | readonly TimeSeries[];

/** What FILL needs beside its arguments: every time the query asks for. */
export interface MathRange {
  readonly times: (periodMs: number) => readonly number[];
}

const isList = (value: MathValue): value is readonly TimeSeries[] => Array.isArray(value);
export const isSeries = (value: MathValue | undefined): value is TimeSeries =>
  typeof value === "object" && !isList(value);

/** A function of numbers, of each point of a series, or of each series of a list. */
export function mapValue(value: MathValue, fn: (one: number) => number): MathValue {
  if (typeof value === "number") return fn(value);
  if (typeof value === "string") throw new MathError("a text is no value");
  return isList(value) ? value.map((one) => mapSeries(one, fn)) : mapSeries(value, fn);
}

function mapSeries(series: TimeSeries, fn: (value: number, at: number) => number): TimeSeries {
  const points = [...series.points].map(([at, value]) => [at, fn(value, at)] as const);
  return { ...series, points: new Map(points.filter(([, value]) => Number.isFinite(value))) };
}

/** Joins two values: series meet where both have a point, a list is joined series by series. */
export function join(left: MathValue, right: MathValue, fn: (a: number, b: number) => number): MathValue {
  if (typeof left === "string" || typeof right === "string") throw new MathError("a text is no value");
  if (isList(left)) return left.map((one) => series(join(one, right, fn)));
  if (isList(right)) return right.map((one) => series(join(left, one, fn)));
  if (typeof left === "number") return mapValue(right, (value) => fn(left, value));
  if (typeof right === "number") return mapValue(left, (value) => fn(value, right));
  const points = [...left.points].flatMap(([at, value]) => {
    const other = right.points.get(at);
    const result = other === undefined ? Number.NaN : fn(value, other);
    return Number.isFinite(result) ? [[at, result] as const] : [];
  });
  return { ...left, points: new Map(points) };
}

export function series(value: MathValue | undefined): TimeSeries {
  if (!isSeries(value)) throw new MathError("a time series is needed");
  return value;
}

const number = (value: MathValue | undefined): number => {
  if (typeof value !== "number") throw new MathError("a number is needed");
  return value;
};

type Reduce = (values: readonly number[]) => number;
const sum: Reduce = (values) => values.reduce((a, b) => a + b, 0);
const average: Reduce = (values) => sum(values) / values.length;
const deviation: Reduce = (values) => Math.sqrt(average(values.map((value) => (value - average(values)) ** 2)));

/** A series becomes one number; of a list, each time does. */
const reduction =
  (reduce: Reduce) =>
  ([of]: readonly MathValue[]): MathValue => {
    if (of === undefined || typeof of === "string") throw new MathError("a time series is needed");
    if (typeof of === "number") return of;
    if (!isList(of)) return of.points.size === 0 ? Number.NaN : reduce([...of.points.values()]);
    const times = [...new Set(of.flatMap((one) => [...one.points.keys()]))].sort((a, b) => a - b);
    const points = times.map((at) => {
      const values = of.flatMap((one) => one.points.get(at) ?? []);
      return [at, reduce(values)] as const;
    });
    return { label: "", periodMs: of[0]?.periodMs ?? 60_000, points: new Map(points) };
  };

/** A function of each point and the one before it. */
const stepwise =
  (fn: (change: number, seconds: number) => number) =>
  ([of]: readonly MathValue[]): MathValue => {
    const one = series(of);
    const all = [...one.points];
    const points = all.slice(1).map(([at, value], index) => {
      const [before, last] = all[index] ?? [at, value];
      return [at, fn(value - last, (at - before) / 1000)] as const;
    });
    return { ...one, points: new Map(points) };
  };

const pointwise =
  (fn: (value: number) => number) =>
  ([of]: readonly MathValue[]): MathValue =>
    mapValue(of ?? "", fn);

function fill([of, by]: readonly MathValue[], { times }: MathRange): MathValue {
  const one = series(of);
  const repeats = by === "REPEAT" || by === "LINEAR";
  const value = repeats ? undefined : number(by);
  const all = [...one.points];
  const points = times(one.periodMs).flatMap((at) => {
    const known = one.points.get(at) ?? value;
    if (known !== undefined) return [[at, known] as const];
    const before = all.findLast(([time]) => time < at);
    const after = by === "LINEAR" ? all.find(([time]) => time > at) : undefined;
    if (!before || (by === "LINEAR" && !after)) return [];
    const share = after ? (at - before[0]) / (after[0] - before[0]) : 0;
    return [[at, before[1] + ((after?.[1] ?? before[1]) - before[1]) * share] as const];
  });
  return { ...one, points: new Map(points) };
}

function choose([test, yes, no]: readonly MathValue[]): MathValue {
  if (yes === undefined) throw new MathError("IF takes two or three arguments");
  const at = (value: MathValue | undefined, time: number) =>
    value === undefined ? undefined : typeof value === "number" ? value : series(value).points.get(time);
  if (typeof test === "number") return (test !== 0 ? yes : no) ?? Number.NaN;
  const one = series(test);
  const points = [...one.points].flatMap(([time, told]) => {
    const value = at(told !== 0 ? yes : no, time);
    return value === undefined ? [] : [[time, value] as const];
  });
  return { ...one, points: new Map(points) };
}

function runningSum([of]: readonly MathValue[]): MathValue {
  let total = 0;
  return mapSeries(series(of), (value) => {
    total += value;
    return total;
  });
}

/**
 * The functions of metric math that are built. METRICS and those that search are the evaluator's.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const MATH_FUNCTIONS: Readonly<Record<string, (args: readonly MathValue[], range: MathRange) => MathValue>> = {
  SUM: reduction(sum),
  AVG: reduction(average),
  MIN: reduction((values) => values.reduce((a, b) => Math.min(a, b))),
  MAX: reduction((values) => values.reduce((a, b) => Math.max(a, b))),
  STDDEV: reduction(deviation),
  DATAPOINT_COUNT: reduction((values) => values.length),
  METRIC_COUNT: ([of]) => (of !== undefined && typeof of === "object" && isList(of) ? of.length : 1),
  FIRST: ([of]) => [...series(of).points.values()][0] ?? Number.NaN,
  LAST: ([of]) => [...series(of).points.values()].at(-1) ?? Number.NaN,
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  LOG: pointwise(Math.log),
  LOG10: pointwise(Math.log10),
  RATE: stepwise((change, seconds) => change / seconds),
  DIFF: stepwise((change) => change),
  DIFF_TIME: stepwise((_change, seconds) => seconds),
  RUNNING_SUM: runningSum,
  PERIOD: ([of]) => series(of).periodMs / 1000,
  FILL: fill,
  IF: choose,
  TIME_SERIES: ([of], { times }) => ({
    label: "",
    periodMs: 60_000,
    points: new Map(times(60_000).map((at) => [at, number(of)])),
  }),
};
