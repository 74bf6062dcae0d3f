import { cbor, dateToTag } from "@smithy/core/cbor";
import type { NormalizedSchema } from "@smithy/core/schema";
import { NumericValue } from "@smithy/core/serde";
import { asDate, isStruct, malformed, members, parseTime, put, type Struct, toBase64 } from "./values";

/** JSON and CBOR carry the same tree; they differ in how blobs, times and special numbers are written. */
export type Format = "json" | "cbor";

export function parseDocument(format: Format, body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return format === "cbor"
      ? cbor.deserialize(body)
      : JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw malformed("The request body could not be parsed");
  }
}

export function stringifyDocument(format: Format, value: unknown): Uint8Array {
  return format === "cbor" ? new Uint8Array(cbor.serialize(value)) : Buffer.from(JSON.stringify(value), "utf8");
}

/** Reads a decoded JSON or CBOR tree as the shape. Members it does not know are ignored, as AWS does. */
export function readDocument(ns: NormalizedSchema, value: unknown, format: Format): unknown {
  if (value === undefined || value === null) return undefined;
  if (ns.isStructSchema() || ns.isUnitSchema()) {
    if (!isStruct(value)) throw malformed(`${label(ns)} must be an object`);
    const out: Struct = {};
    if (ns.isUnitSchema()) return out;
    for (const [name, member] of ns.structIterator()) {
      const read = Object.hasOwn(value, name) ? readDocument(member, value[name], format) : undefined;
      if (read !== undefined) out[name] = read;
    }
    return out;
  }
  if (ns.isListSchema()) {
    if (!Array.isArray(value)) throw malformed(`${label(ns)} must be a list`);
    const member = ns.getValueSchema();
    return value.map((item) => readDocument(member, item, format));
  }
  if (ns.isMapSchema()) {
    if (!isStruct(value)) throw malformed(`${label(ns)} must be a map`);
    const out: Struct = {};
    const member = ns.getValueSchema();
    for (const [key, item] of Object.entries(value)) put(out, key, readDocument(member, item, format));
    return out;
  }
  return readSimple(ns, value);
}

const label = (ns: NormalizedSchema): string => (ns.isMemberSchema() ? ns.getMemberName() : (ns.getName() ?? "input"));

function readSimple(ns: NormalizedSchema, value: unknown): unknown {
  if (ns.isDocumentSchema()) return value;
  if (ns.isStringSchema() && typeof value === "string") return value;
  if (ns.isBooleanSchema() && typeof value === "boolean") return value;
  if (ns.isNumericSchema()) {
    if (typeof value === "number") return value;
    if (typeof value === "bigint") return Number(value);
    if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  }
  if (ns.isTimestampSchema()) {
    if (value instanceof Date) return value;
    if (typeof value === "number" || typeof value === "string") return parseTime(value);
    // CBOR: tag 1, seconds since the epoch.
    if (isStruct(value) && (typeof value.value === "number" || typeof value.value === "bigint"))
      return parseTime(Number(value.value));
  }
  if (ns.isBlobSchema()) {
    if (value instanceof Uint8Array) return new Uint8Array(value);
    if (typeof value === "string") return new Uint8Array(Buffer.from(value, "base64"));
  }
  if (ns.isBigIntegerSchema() && (typeof value === "number" || typeof value === "bigint")) return BigInt(value);
  if (ns.isBigDecimalSchema())
    return value instanceof NumericValue ? value : new NumericValue(String(value), "bigDecimal");
  throw malformed(`${label(ns)} has the wrong type`);
}

/** Writes an answer as a JSON or CBOR tree. */
export function writeDocument(ns: NormalizedSchema, value: unknown, format: Format): unknown {
  if (value === undefined || value === null) return undefined;
  if (ns.isUnitSchema()) return {};
  if (ns.isStructSchema()) {
    const out: Struct = {};
    for (const [name, member, item] of members(ns, value)) out[name] = writeDocument(member, item, format);
    return out;
  }
  if (ns.isListSchema()) {
    if (!Array.isArray(value)) throw new TypeError(`${label(ns)} must be a list`);
    const member = ns.getValueSchema();
    return value.map((item) => writeDocument(member, item, format) ?? null);
  }
  if (ns.isMapSchema()) {
    if (!isStruct(value)) throw new TypeError(`${label(ns)} must be a map`);
    const out: Struct = {};
    const member = ns.getValueSchema();
    for (const [key, item] of Object.entries(value)) {
      const written = writeDocument(member, item, format);
      if (written !== undefined) put(out, key, written);
    }
    return out;
  }
  return writeSimple(ns, value, format);
}

function writeSimple(ns: NormalizedSchema, value: unknown, format: Format): unknown {
  if (ns.isTimestampSchema()) {
    const date = asDate(ns, value);
    if (format === "cbor") return dateToTag(date);
    const kind = ns.getSchema();
    return kind === 5 ? date.toISOString() : kind === 6 ? date.toUTCString() : date.getTime() / 1000;
  }
  if (ns.isBlobSchema()) return format === "cbor" ? value : toBase64(value);
  if (ns.isStringSchema() && typeof value !== "string") throw new TypeError(`${label(ns)} must be a string`);
  if (ns.isBooleanSchema() && typeof value !== "boolean") throw new TypeError(`${label(ns)} must be a boolean`);
  if (format === "json") {
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value === "bigint") return Number(value);
    if (value instanceof NumericValue) return Number(value.string);
  }
  return value;
}
