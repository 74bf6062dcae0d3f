import { comparison, invalid, readConditions, readerOf, type Token, tokenize } from "./filter-compare";

/** AWS's bounds on `[*]`: one in a selector, three in a pattern. */
const WILDCARDS_A_SELECTOR = 1;
const WILDCARDS_A_PATTERN = 3;
const EVERY = "*";

/**
 * `{ $.status >= 500 && $.path = "/orders*" }`: comparisons of a JSON line's members, joined by && and ||, with
 * parentheses, `*` in texts, %regex%, `$.list[*].name`, IS NULL, IS TRUE, IS FALSE and NOT EXISTS. A line that is not
 * JSON never matches.
 */
export function compileJsonPattern(text: string): (message: string) => boolean {
  if (!text.endsWith("}")) throw invalid();
  const reader = readerOf(tokenize(text.slice(1, -1)));
  let wildcards = 0;

  const single = (): ((line: unknown) => boolean) => {
    const path = pathOf(reader.next());
    wildcards += path.filter((key) => key === EVERY).length;
    if (wildcards > WILDCARDS_A_PATTERN) throw invalid();
    const operator = reader.next();
    if (operator.value === "NOT") {
      if (reader.next().value !== "EXISTS") throw invalid();
      return (line) => read(line, path).length === 0;
    }
    const wanted = reader.next();
    if (operator.value === "IS") {
      const told = wanted.value.toLowerCase();
      if (!["null", "true", "false"].includes(told)) throw invalid();
      return (line) => read(line, path).some((value) => String(value) === told && typeof value !== "string");
    }
    const compare = comparison(operator.value, wanted);
    return (line) => read(line, path).some(compare);
  };

  const test = readConditions(reader, single);
  if (!reader.isDone()) throw invalid();
  return (message) => {
    const start = message.trimStart();
    if (!start.startsWith("{") && !start.startsWith("[")) return false;
    try {
      return test(JSON.parse(start));
    } catch {
      return false;
    }
  };
}

/** `$.a[0].b`, `$.list[*]`, `$.["a.b"]` as keys. */
function pathOf({ kind, value }: Token): string[] {
  if (kind !== "selector") throw invalid();
  const path = [...value.matchAll(/\["([^"]*)"\]|\[(\d+|\*)\]|\.([\w-]+)/g)].map(
    ([, quoted, index, key]) => quoted ?? index ?? key ?? "",
  );
  if (path.filter((key) => key === EVERY).length > WILDCARDS_A_SELECTOR) throw invalid();
  return path;
}

/** What is at the path: nothing, one value, or with `[*]` one for each element. */
function read(line: unknown, path: readonly string[]): unknown[] {
  let found: unknown[] = [line];
  for (const key of path) {
    found = found.flatMap((value): unknown[] => {
      if (typeof value !== "object" || value === null) return [];
      if (key === EVERY) return Array.isArray(value) ? value : [];
      return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : [];
    });
  }
  return found;
}
