import { QueryReader } from "./insights-expressions";
import type { Command, Named, Pattern } from "./insights-syntax";
import { InsightsError, place, tokenizeQuery } from "./insights-tokens";

const MOST_ROWS = 100_000;

/** Reads a query of CloudWatch Logs Insights into its commands. Throws InsightsError where it goes wrong. */
export function parseQuery(text: string): Command[] {
  const reader = new QueryReader(text, tokenizeQuery(text));
  const commands: Command[] = [];
  do {
    if (reader.isNext("|")) continue;
    commands.push(command(reader));
  } while (reader.take("|"));
  if (reader.peek().kind !== "end") throw reader.unexpected();
  return commands;
}

function command(reader: QueryReader): Command {
  const word = reader.next();
  if (word.kind !== "name") throw reader.unexpected(word);
  switch (word.value.toLowerCase()) {
    case "fields":
      return { kind: "fields", columns: reader.list(() => reader.named()) };
    case "display":
      return { kind: "display", names: reader.list(() => reader.named().name) };
    case "filter":
      return { kind: "filter", test: reader.expression() };
    case "parse":
      return parse(reader);
    case "stats":
      return stats(reader);
    case "sort":
    case "order": {
      reader.take("by");
      return { kind: "sort", by: reader.list(() => sortKey(reader)) };
    }
    case "limit":
    case "head":
      return { kind: "limit", count: count(reader) };
    case "dedup":
      return { kind: "dedup", by: reader.list(() => reader.expression()) };
    default: {
      const known = /^(pattern|diff|unmask|unnest|anomaly|source|filterindex|lookup|join|tail)$/i.test(word.value);
      if (!known) throw reader.unexpected(word);
      const message = `the sandbox has not built the command ${word.value} ${place(reader.text, word.start)}`;
      throw new InsightsError(message, word.start, word.end);
    }
  }
}

function sortKey(reader: QueryReader) {
  const expression = reader.expression();
  const descending = reader.take("desc");
  if (!descending) reader.take("asc");
  return { expression, ascending: !descending };
}

function count(reader: QueryReader): number {
  const token = reader.next();
  const value = Number(token.value);
  if (token.kind !== "number" || !Number.isInteger(value) || value < 1 || value > MOST_ROWS)
    throw reader.unexpected(token);
  return value;
}

function stats(reader: QueryReader): Command {
  const columns = reader.list(() => reader.named());
  let by: Named[] = [];
  if (reader.take("by")) by = reader.list(() => reader.named());
  return { kind: "stats", columns, by };
}

/** `parse [field] "glob * *" as a, b` or `parse [field] /(?<name>…)/ [as …]`. */
function parse(reader: QueryReader): Command {
  const first = reader.expression();
  const isPattern = first.kind === "regex" || (first.kind === "value" && typeof first.value === "string");
  const of = isPattern ? ({ ...first, kind: "field", name: "@message" } as const) : first;
  const told = isPattern ? first : reader.expression();
  const names = reader.take("as") ? reader.list(() => reader.name()) : [];
  let pattern: Pattern;
  if (told.kind === "regex") pattern = { regex: told };
  else if (told.kind === "value" && typeof told.value === "string") pattern = { glob: told.value };
  else
    throw new InsightsError(
      `unexpected symbol found ${told.text} ${place(reader.text, told.start)}`,
      told.start,
      told.end,
    );
  if ("glob" in pattern && pattern.glob.split("*").length - 1 !== names.length) {
    const message = "the number of wildcards and of names behind as must be the same";
    throw new InsightsError(`${message} ${place(reader.text, told.start)}`, told.start, told.end);
  }
  return { kind: "parse", of, pattern, names };
}
