import { compile, isTrue, regexOf, type Scope } from "./insights-compile";
import { parseQuery } from "./insights-parser";
import { compareValues, pointerOf, type Row, shown } from "./insights-rows";
import { compileStats } from "./insights-stats";
import type { Command, Pattern } from "./insights-syntax";

/** One answered row: names and texts, as GetQueryResults has them; what is missing is left out. */
export type ResultRow = readonly { readonly field: string; readonly value: string }[];

export interface Plan {
  /** Takes a line, newest first. */
  push(row: Row): void;
  /** Lines that came through the filters. */
  matched(): number;
  /** The answer, once all lines have come; undefined when the query has outgrown what it may keep. */
  results(): ResultRow[] | undefined;
}

const MOST_RESULTS = 10_000;
const TIMES = ["@timestamp", "@ingestionTime"];

/** A step of the query: rows go in one by one, and come out at once or when all have come. */
interface Stage {
  push(row: Row, on: (row: Row) => void): void;
  /** Rows that were waited for. */
  end?(): Row[];
}

/** Prepares a query. `limit` bounds its answer. Throws InsightsError. */
export function planQuery(text: string, limit = MOST_RESULTS): Plan {
  const commands = parseQuery(text);
  let times = new Set(TIMES);
  let columns: Set<string> | undefined;
  let displayed: readonly string[] = ["@timestamp", "@message"];
  let isChosen = false;
  let outgrown = false;
  let matched = 0;
  const most = commands.reduce((all, one) => (one.kind === "limit" ? Math.min(all, one.count) : all), limit);

  const stageOf = (command: Command, rest: readonly Command[]): Stage => {
    const scope: Scope = { times, columns };
    switch (command.kind) {
      case "fields": {
        const made = command.columns.map(({ expression, name }) => ({
          name,
          isPlain: expression.kind === "field" && expression.name === name,
          ...compile(expression, scope),
        }));
        for (const { name, isTime } of made) if (isTime) times.add(name);
        const names = made.map(({ name }) => name);
        displayed = isChosen ? [...new Set([...displayed, ...names])] : names;
        isChosen = true;
        const calculated = made.filter(({ isPlain }) => !isPlain);
        return {
          push(row, on) {
            for (const { name, read } of calculated) row.set(name, read(row));
            on(row);
          },
        };
      }
      case "display":
        displayed = command.names;
        isChosen = true;
        return { push: (row, on) => on(row) };
      case "filter": {
        const test = compile(command.test, scope);
        return {
          push(row, on) {
            if (isTrue(test.read(row))) on(row);
          },
        };
      }
      case "parse": {
        const of = compile(command.of, scope);
        const { names, read } = reader(command.pattern, command.names);
        return {
          push(row, on) {
            const value = of.read(row);
            const found = value === undefined ? undefined : read(String(value));
            for (const [index, name] of names.entries()) if (found) row.set(name, found[index]);
            on(row);
          },
        };
      }
      case "stats": {
        const stats = compileStats(command, scope);
        displayed = stats.columns;
        isChosen = true;
        columns = new Set(stats.columns);
        times = new Set(stats.times);
        return {
          push(row) {
            if (!stats.add(row)) outgrown = true;
          },
          end: () => stats.rows(),
        };
      }
      case "sort": {
        const keys = command.by.map(({ expression, ascending }) => ({ ...compile(expression, scope), ascending }));
        const next = rest.find(({ kind }) => kind !== "fields" && kind !== "display");
        const keep = next === undefined ? most : next.kind === "limit" ? next.count : MOST_RESULTS;
        return sorting(keys, keep);
      }
      case "limit": {
        let left = command.count;
        return {
          push(row, on) {
            if (left-- > 0) on(row);
          },
        };
      }
      case "dedup": {
        const keys = command.by.map((expression) => compile(expression, scope));
        const seen = new Set<string>();
        return {
          push(row, on) {
            const values = keys.map(({ read }) => read(row));
            // Rows without one of the fields are kept, as in CloudWatch.
            const key = JSON.stringify(values.map((value) => value ?? null));
            if (values.every((value) => value !== undefined) && seen.has(key)) return;
            seen.add(key);
            on(row);
          },
        };
      }
    }
  };

  const kinds = commands.map(({ kind }) => kind);
  const stages = commands.map((command, index) => stageOf(command, commands.slice(index + 1)));
  const counted = kinds.findIndex((kind) => !["fields", "display", "filter", "parse"].includes(kind));
  const out: Row[] = [];
  const enter = (row: Row, from: number, into: Row[]): void => {
    if (from === counted || (counted < 0 && from === stages.length)) matched++;
    const stage = stages[from];
    if (stage) stage.push(row, (next) => enter(next, from + 1, into));
    else if (into.length < limit) into.push(row);
  };

  return {
    push: (row) => enter(row, 0, out),
    matched: () => matched,
    results() {
      if (outgrown) return undefined;
      stages.forEach((stage, index) => {
        for (const row of stage.end?.() ?? []) enter(row, index + 1, out);
      });
      return out.map((row) => answerOf(row));
    },
  };

  function answerOf(row: Row): ResultRow {
    const named = displayed.flatMap((field) => {
      const value = row.read(field);
      return value === undefined ? [] : [{ field, value: shown(value, times.has(field)) }];
    });
    return row.line && !displayed.includes("@ptr") ? [...named, { field: "@ptr", value: pointerOf(row.line) }] : named;
  }
}

interface Sorted {
  readonly row: Row;
  readonly order: number;
  readonly by: readonly ReturnType<Row["read"]>[];
}

/** Keeps the first `keep` rows of the order, in twice their memory. */
function sorting(
  keys: readonly { read(row: Row): string | number | boolean | undefined; readonly ascending: boolean }[],
  keep: number,
): Stage {
  let kept: Sorted[] = [];
  /** The last that is kept of those seen: what comes behind it need not be. */
  let last: Sorted | undefined;
  let count = 0;
  const compare = (a: Sorted, b: Sorted): number => {
    for (let index = 0; index < keys.length; index++) {
      const order = compareValues(a.by[index], b.by[index]);
      if (order !== 0) return keys[index]?.ascending ? order : -order;
    }
    return a.order - b.order;
  };
  const arrange = () => {
    kept.sort(compare);
    kept = kept.slice(0, keep);
    last = kept.length === keep ? kept.at(-1) : undefined;
  };
  return {
    push(row) {
      const one = { row, order: count++, by: keys.map(({ read }) => read(row)) };
      if (last && compare(one, last) >= 0) return;
      kept.push(one);
      if (kept.length >= keep * 2 + 1000) arrange();
    },
    end() {
      arrange();
      return kept.map(({ row }) => row);
    },
  };
}

/** What a `parse` takes out of a text, by name. */
function reader(pattern: Pattern, aliases: readonly string[]) {
  if ("regex" in pattern) {
    const { names, exec } = regexOf(pattern.regex);
    // Groups without a name take the aliases in their order.
    const free = [...aliases];
    return { names: names.map((name) => name || (free.shift() ?? "#")), read: exec };
  }
  const pieces = pattern.glob.split("*");
  return { names: aliases, read: (text: string) => readGlob(text, pieces) };
}

function readGlob(text: string, [first = "", ...rest]: readonly string[]): string[] | undefined {
  let at = text.indexOf(first);
  if (at < 0) return undefined;
  at += first.length;
  const found: string[] = [];
  for (const [index, piece] of rest.entries()) {
    const end = piece === "" && index === rest.length - 1 ? text.length : text.indexOf(piece, at);
    if (end < 0) return undefined;
    found.push(text.slice(at, end));
    at = end + piece.length;
  }
  return found;
}
