import { type Calculation, compile, type Scope, wrong } from "./insights-compile";
import { compareValues, numberOf, Row, type Value } from "./insights-rows";
import type { Command, Expression } from "./insights-syntax";
import { createQuantiles } from "./quantiles";

type Call = Expression & { readonly kind: "call" };

/** Collects one aggregate over the rows of a group. */
interface Collector {
  add(row: Row): void;
  result(): Value;
}

const MOST_DISTINCT = 100_000;

/** The aggregates by name: how a group's collector is made. `of` is what they are taken of, undefined for `count(*)`. */
const AGGREGATES: Readonly<Record<string, (of: (row: Row) => Value, more: readonly Expression[]) => Collector>> = {
  count: (of) => counter((row) => of(row) !== undefined),
  count_distinct: (of) => {
    const seen = new Set<string>();
    return {
      add(row) {
        const value = of(row);
        if (value !== undefined && seen.size < MOST_DISTINCT) seen.add(String(value));
      },
      result: () => seen.size,
    };
  },
  sum: (of) => numbers(of, (sum) => sum),
  avg: (of) => numbers(of, (sum, count) => (count === 0 ? undefined : sum / count)),
  stddev: (of) =>
    numbers(of, (sum, count, squares) =>
      count < 2 ? 0 : Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1)),
    ),
  min: (of) => extreme(of, -1),
  max: (of) => extreme(of, 1),
  sortsfirst: (of) => extreme(of, -1),
  sortslast: (of) => extreme(of, 1),
  earliest: (of) => byTime(of, -1),
  latest: (of) => byTime(of, 1),
  median: (of) => percentile(of, 50),
  pct: (of, [percent]) => percentile(of, percentOf(percent)),
  percentile: (of, [percent]) => percentile(of, percentOf(percent)),
};

const KEEPS_TIME = /^(min|max|sortsfirst|sortslast|earliest|latest)$/;

function counter(counts: (row: Row) => boolean): Collector {
  let count = 0;
  return {
    add(row) {
      if (counts(row)) count++;
    },
    result: () => count,
  };
}

function numbers(of: (row: Row) => Value, done: (sum: number, count: number, squares: number) => Value): Collector {
  let [sum, count, squares] = [0, 0, 0];
  return {
    add(row) {
      const value = numberOf(of(row));
      if (value === undefined) return;
      sum += value;
      squares += value * value;
      count++;
    },
    result: () => done(sum, count, squares),
  };
}

function extreme(of: (row: Row) => Value, sign: number): Collector {
  let best: Value;
  return {
    add(row) {
      const value = of(row);
      if (value !== undefined && (best === undefined || compareValues(value, best) * sign > 0)) best = value;
    },
    result: () => best,
  };
}

function byTime(of: (row: Row) => Value, sign: number): Collector {
  let best: { readonly at: number; readonly value: Value } | undefined;
  return {
    add(row) {
      const [value, at] = [of(row), numberOf(row.read("@timestamp")) ?? 0];
      if (value !== undefined && (!best || (at - best.at) * sign > 0)) best = { at, value };
    },
    result: () => best?.value,
  };
}

function percentile(of: (row: Row) => Value, percent: number): Collector {
  const values = createQuantiles();
  return {
    add(row) {
      const value = numberOf(of(row));
      if (value !== undefined) values.add(value);
    },
    result: () => values.at(percent),
  };
}

const percentOf = (expression?: Expression): number =>
  expression?.kind === "value" && typeof expression.value === "number" ? expression.value : 50;

export interface Stats {
  readonly columns: readonly string[];
  readonly times: ReadonlySet<string>;
  /** Answers false when there are too many groups to keep. */
  add(row: Row): boolean;
  rows(): Row[];
}

const MOST_GROUPS = 50_000;

/** `stats … by …`: groups rows and aggregates them. Throws InsightsError for what it cannot calculate. */
export function compileStats(command: Command & { readonly kind: "stats" }, scope: Scope): Stats {
  const makers: (() => Collector)[] = [];
  const aggregate = (call: Call): Calculation | undefined => {
    const make = Object.hasOwn(AGGREGATES, call.name) ? AGGREGATES[call.name] : undefined;
    if (!make) return undefined;
    const [first, ...more] = call.args;
    if (!first && call.name !== "count") throw wrong(call, `wrong number of arguments for ${call.name}`);
    const of = first && compile(first, scope);
    const slot = `#${makers.length}`;
    makers.push(() => make(of ? of.read : () => true, more));
    return { read: (row) => row.read(slot), isTime: (of?.isTime ?? false) && KEEPS_TIME.test(call.name) };
  };
  const by = command.by.map(({ expression, name }) => ({ name, ...compile(expression, scope) }));
  const columns = command.columns.map(({ expression, name }) => ({
    name,
    ...compile(expression, { ...scope, aggregate }),
  }));
  const groups = new Map<string, { readonly row: Row; readonly collectors: readonly Collector[] }>();
  const all = [...by, ...columns];

  return {
    columns: all.map(({ name }) => name),
    times: new Set(all.filter(({ isTime }) => isTime).map(({ name }) => name)),
    add(row) {
      const values = by.map((one) => one.read(row));
      const key = values.length === 1 ? String(values[0]) : JSON.stringify(values.map((value) => value ?? null));
      let group = groups.get(key);
      if (!group) {
        if (groups.size >= MOST_GROUPS) return false;
        group = { row: new Row(), collectors: makers.map((make) => make()) };
        by.forEach(({ name }, index) => {
          group?.row.set(name, values[index]);
        });
        groups.set(key, group);
      }
      for (const collector of group.collectors) collector.add(row);
      return true;
    },
    rows() {
      if (groups.size === 0 && by.length === 0) {
        groups.set("", { row: new Row(), collectors: makers.map((make) => make()) });
      }
      return [...groups.values()].map(({ row, collectors }) => {
        collectors.forEach((collector, index) => {
          row.set(`#${index}`, collector.result());
        });
        const values = columns.map(({ name, read }) => [name, read(row)] as const);
        for (const [name, value] of values) row.set(name, value);
        return row;
      });
    },
  };
}
