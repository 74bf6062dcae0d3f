/** Missing is undefined; a time is its ms, and the plan knows which columns are times. */
export type Value = string | number | boolean | undefined;

export interface RowLine {
  readonly at: number;
  readonly ingestedAt: number;
  readonly message: string;
  readonly stream: string;
  /** `account:group`. */
  readonly log: string;
  /** The group's id. */
  readonly group: string;
  readonly seq: number;
}

/** The pointer GetLogRecord takes: names a line for as long as it is kept. */
export const pointerOf = ({ group, stream, at, seq }: Pick<RowLine, "group" | "stream" | "at" | "seq">): string =>
  Buffer.from(JSON.stringify([group, stream, at, seq])).toString("base64");

/** Undefined for what is no pointer. */
export function readPointer(text: string): Pick<RowLine, "group" | "stream" | "at" | "seq"> | undefined {
  try {
    const [group, stream, at, seq] = JSON.parse(Buffer.from(text, "base64").toString("utf8")) as unknown[];
    const isOne = typeof group === "string" && typeof stream === "string";
    return isOne && typeof at === "number" && typeof seq === "number" ? { group, stream, at, seq } : undefined;
  } catch {
    return undefined;
  }
}

/** As many fields of a line as CloudWatch discovers. */
const MOST_FIELDS = 200;

/** What is being calculated with: a log line with what was made of it, or a group of lines. */
export class Row {
  /** Fields calculated on the way; they hide those of the line. Most rows have none. */
  private own: Map<string, Value> | undefined;
  private parsed: { readonly json: unknown } | undefined;

  constructor(readonly line?: RowLine) {}

  set(name: string, value: Value): void {
    this.own ??= new Map();
    this.own.set(name, value);
  }

  read(name: string): Value {
    if (this.own?.has(name)) return this.own.get(name);
    const { line } = this;
    if (!line) return undefined;
    switch (name) {
      case "@timestamp":
        return line.at;
      case "@message":
        return line.message;
      case "@logStream":
        return line.stream;
      case "@log":
        return line.log;
      case "@ingestionTime":
        return line.ingestedAt;
      case "@ptr":
        return pointerOf(line);
      default:
        return this.discovered(name);
    }
  }

  /** The paths of the members of a line that is JSON, at most 200. */
  discoveredFields(): string[] {
    this.parsed ??= { json: jsonOf(this.line?.message ?? "") };
    const found: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (found.length >= MOST_FIELDS) return;
      if (typeof value !== "object" || value === null) found.push(path);
      else for (const [key, item] of Object.entries(value)) walk(item, path === "" ? key : `${path}.${key}`);
    };
    if (this.parsed.json !== undefined) walk(this.parsed.json, "");
    return found;
  }

  /** A member of a line that is JSON, by its path: `user.name`, `items.0`. */
  private discovered(name: string): Value {
    this.parsed ??= { json: jsonOf(this.line?.message ?? "") };
    let found: unknown = this.parsed.json;
    for (const key of name.split(".")) {
      if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
      found = (found as Record<string, unknown>)[key];
    }
    if (typeof found === "object") return found === null ? undefined : JSON.stringify(found);
    return found as Value;
  }
}

function jsonOf(message: string): unknown {
  const start = message.indexOf("{");
  if (start < 0 || message.slice(0, start).trim() !== "") return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

export const numberOf = (value: Value): number | undefined => {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
};

/** Missing first; two numbers, also written ones, by size; else as texts. */
export function compareValues(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left - right;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A value as an answer has it: times as `2026-11-23 08:00:00.000`, at most four decimals of other numbers. */
export function shown(value: Exclude<Value, undefined>, isTime: boolean): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "string") return value;
  if (isTime) return Number.isFinite(value) ? new Date(value).toISOString().replace("T", " ").replace("Z", "") : "";
  return String(Number.isInteger(value) ? value : Number(value.toFixed(4)));
}
