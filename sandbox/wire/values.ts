import type { NormalizedSchema } from "@smithy/core/schema";
import { NumericValue } from "@smithy/core/serde";
import { AwsError } from "./handler";

/** Plain values of a decoded request or of an answer, as the SDK's own types have them. */
export type Struct = Record<string, unknown>;
export const isStruct = (value: unknown): value is Struct =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A request that cannot be read as its operation's shape. */
export const malformed = (message: string): AwsError => new AwsError("SerializationException", message, 400);

/** A request's path and query. Anything may stand in a request line. */
export function parseUrl(url: string): URL {
  const full = url.startsWith("/") ? `http://localhost/${url.replace(/^\/+/, "")}` : url;
  if (!URL.canParse(full)) throw malformed("The request's address could not be read");
  return new URL(full);
}

/** Percent-decodes one label of a path. */
export function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed(`${text} is not percent-encoded`);
  }
}

/** Objects made from the outside get no prototype tricks: `__proto__` becomes a key like any other. */
export function put(target: Struct, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

const ISO = 5;
const HTTP_DATE = 6;
const EPOCH = 7;

/** Writes a time by the shape's own format, else by the protocol's. */
export function formatTime(ns: NormalizedSchema, value: Date, fallback: "iso" | "http"): string {
  const format = ns.getSchema();
  if (format === EPOCH) return String(value.getTime() / 1000);
  if (format === HTTP_DATE || (format !== ISO && fallback === "http")) return value.toUTCString();
  return value.toISOString();
}

export function parseTime(text: string | number): Date {
  const seconds =
    typeof text === "number" ? text : /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
  const date = new Date(seconds === undefined ? text : Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) throw malformed(`${text} is not a timestamp`);
  return date;
}

/** A simple value (no list, map or structure) as text of a query or an XML document. */
export function toText(ns: NormalizedSchema, value: unknown, times: "iso" | "http" = "iso"): string {
  if (ns.isTimestampSchema()) return formatTime(ns, asDate(ns, value), times);
  if (ns.isBlobSchema()) return toBase64(value);
  if (value instanceof NumericValue) return value.string;
  return String(value);
}

export function fromText(ns: NormalizedSchema, text: string): unknown {
  if (ns.isStringSchema() || ns.isDocumentSchema()) return text;
  if (ns.isBooleanSchema()) {
    if (text !== "true" && text !== "false") throw malformed(`${text} is not a boolean`);
    return text === "true";
  }
  if (ns.isNumericSchema()) {
    const value = Number(text);
    if (text.trim() === "" || (Number.isNaN(value) && text !== "NaN")) throw malformed(`${text} is not a number`);
    return value;
  }
  if (ns.isTimestampSchema()) return parseTime(text);
  if (ns.isBlobSchema()) return new Uint8Array(Buffer.from(text, "base64"));
  if (ns.isBigIntegerSchema()) return BigInt(text);
  if (ns.isBigDecimalSchema()) return new NumericValue(text, "bigDecimal");
  throw malformed(`unexpected text for ${ns.getName()}`);
}

export function asDate(ns: NormalizedSchema, value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new TypeError(`${ns.getMemberName()} must be a Date`);
}

export function toBase64(value: unknown): string {
  if (typeof value === "string") return Buffer.from(value, "utf8").toString("base64");
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  throw new TypeError("a blob must be bytes");
}

/**
 * The members of an answer in the schema's order. A key the schema does not have is a handler's mistake and throws, so
 * that a misspelt member is seen by the first test instead of vanishing.
 */
export function* members(ns: NormalizedSchema, value: unknown): Generator<[string, NormalizedSchema, unknown]> {
  if (!isStruct(value)) throw new TypeError(`${ns.getName()} must be an object`);
  const known = new Set<string>();
  for (const [name, member] of ns.structIterator()) {
    known.add(name);
    const item = value[name];
    if (item !== undefined && item !== null) yield [name, member, item];
  }
  for (const key of Object.keys(value))
    if (!known.has(key) && value[key] !== undefined) throw new TypeError(`${ns.getName()} has no member ${key}`);
}
