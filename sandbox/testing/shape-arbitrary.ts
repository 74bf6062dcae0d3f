import type { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";
import { requiredMembers } from "../wire/model";

/** What a protocol cannot carry, and the generator therefore leaves out. */
export interface Limits {
  /** XML readers drop text that is only white space with a line break; header and label values are narrower still. */
  readonly xml: boolean;
  /** Other languages' readers are stricter: whole numbers and seconds, printable text. */
  readonly strict?: boolean;
}

const MAX_DEPTH = 5;

const json = fc.string({ unit: "grapheme", maxLength: 24 });
const xml = json.filter((text) => !/[\r\n]/.test(text) || text.trim() !== "");
const printable = fc
  .string({ unit: fc.constantFrom(..."abcXYZ019 <&>\"'/+=%;éß漢😀"), maxLength: 24 })
  .map((text) => `v${text}v`);
const token = fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,12}$/);

/** Values of a shape as the SDK's types have them: every required member, and a random choice of the others. */
export function anyValueOf(ns: NormalizedSchema, limits: Limits, depth = 0, needed = false): fc.Arbitrary<unknown> {
  if (ns.isUnitSchema()) return fc.constant({});
  const value = shapeOf(ns, limits, depth, needed && limits.xml ? 1 : 0);
  // XML and query cannot tell an empty structure from none, so a required one must hold something.
  return needed && limits.xml ? value.filter((item) => prune(item) !== undefined) : value;
}

function shapeOf(ns: NormalizedSchema, limits: Limits, depth: number, least: number): fc.Arbitrary<unknown> {
  if (ns.isStructSchema()) return structOf(ns, limits, depth);
  if (ns.isListSchema()) {
    const item = ns.getValueSchema();
    return fc.array(anyValueOf(item, limits, depth + 1, least > 0), {
      minLength: least,
      maxLength: depth > MAX_DEPTH ? least : 2,
    });
  }
  if (ns.isMapSchema())
    return fc.dictionary(token, anyValueOf(ns.getValueSchema(), limits, depth + 1), {
      minKeys: least,
      maxKeys: depth > MAX_DEPTH ? least : 2,
      noNullPrototype: true,
    });
  return simpleOf(ns, limits);
}

function structOf(ns: NormalizedSchema, limits: Limits, depth: number): fc.Arbitrary<unknown> {
  const required = new Set(requiredMembers(ns));
  const members: [string, fc.Arbitrary<unknown>][] = [];
  const always: string[] = [];
  for (const [name, member] of ns.structIterator()) {
    const needed = required.has(name) || member.isIdempotencyToken();
    if (depth > MAX_DEPTH && !needed) continue;
    if (needed) always.push(name);
    members.push([name, anyValueOf(member, limits, depth + 1, needed)]);
  }
  if (ns.isUnionSchema())
    return members.length === 0
      ? fc.constant({})
      : fc.oneof(...members.map(([name, value]) => value.map((item) => ({ [name]: item }))));
  const optional = members.filter(([name]) => !always.includes(name));
  // Six optional members at most: EC2's largest shapes have a hundred, and each run picks others.
  return fc.shuffledSubarray(optional, { maxLength: Math.min(optional.length, depth === 0 ? 6 : 3) }).chain((chosen) =>
    fc.record(Object.fromEntries([...members.filter(([name]) => always.includes(name)), ...chosen]), {
      noNullPrototype: true,
    }),
  );
}

function simpleOf(ns: NormalizedSchema, limits: Limits): fc.Arbitrary<unknown> {
  const traits = ns.getMergedTraits();
  if (ns.isStringSchema()) {
    if (traits.httpLabel || traits.httpHeader || traits.httpQuery || ns.isIdempotencyToken()) return token;
    if (limits.strict) return printable;
    return limits.xml ? xml : json;
  }
  if (ns.isBooleanSchema()) return fc.boolean();
  if (ns.isNumericSchema() && limits.strict) return fc.integer();
  if (ns.isNumericSchema())
    return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })).map(plain);
  if (ns.isTimestampSchema())
    return fc
      .integer({ min: 0, max: 4_102_444_800_000 })
      .map((ms) => new Date(limits.strict || ns.getSchema() === 6 ? Math.floor(ms / 1000) * 1000 : ms));
  if (ns.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 20 });
  if (ns.isDocumentSchema()) return fc.dictionary(token, json, { maxKeys: 2, noNullPrototype: true });
  throw new Error(`no arbitrary for ${ns.getName(true)}`);
}

/** -0 is 0 in every text format. */
const plain = (value: number): number => (Object.is(value, -0) ? 0 : value);

/** The value with every blob a plain Uint8Array (the SDK has a class of its own). */
export function plainBlobs(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(plainBlobs);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainBlobs(item)]));
}

/** Drops what query and XML cannot tell from absence: empty lists, maps and structures. */
export function prune(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(prune).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, prune(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
