import type { NormalizedSchema } from "@smithy/core/schema";
import { isStruct, members, toText } from "./values";

/** Escapes text for XML. Control characters go as references, so that a reader neither drops nor normalizes them. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (c) => {
    if (c === "&") return "&amp;";
    if (c === "<") return "&lt;";
    if (c === ">") return "&gt;";
    if (c === '"') return "&quot;";
    return `&#x${c.charCodeAt(0).toString(16)};`;
  });
}

/** The members of a structure as XML elements, without an element round them. `skip` leaves out HTTP-bound members. */
export function writeMembers(
  ns: NormalizedSchema,
  value: unknown,
  skip: (member: NormalizedSchema) => boolean = () => false,
): string {
  let xml = "";
  for (const [name, member, item] of members(ns, value))
    if (!skip(member)) xml += writeNamed(member.getMemberTraits().xmlName ?? name, member, item);
  return xml;
}

const written = new WeakMap<object, { readonly tag: string; readonly schema: unknown; readonly bytes: Buffer }>();

/**
 * A whole document: `before`, the members of a structure, `after`. A member whose value the handler froze can never
 * change, so it is written once, however often it is answered; what is polled most (a page of events) is answered so.
 */
export function writeXml(before: string, ns: NormalizedSchema, value: unknown, after: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let text = before;
  for (const [name, member, item] of members(ns, value)) {
    const tag = member.getMemberTraits().xmlName ?? name;
    if (typeof item !== "object" || item === null || !Object.isFrozen(item)) {
      text += writeNamed(tag, member, item);
      continue;
    }
    const schema: unknown = member.getSchema();
    const known = written.get(item);
    const same = known?.tag === tag && known.schema === schema;
    const bytes = same ? known.bytes : Buffer.from(writeNamed(tag, member, item));
    if (!same) written.set(item, { tag, schema, bytes });
    parts.push(Buffer.from(text), bytes);
    text = "";
  }
  return Buffer.concat([...parts, Buffer.from(text + after)]);
}

function writeNamed(tag: string, ns: NormalizedSchema, value: unknown): string {
  if (ns.isListSchema()) {
    if (!Array.isArray(value)) throw new TypeError(`${tag} must be a list`);
    const item = ns.getValueSchema();
    const present = value.filter((entry) => entry !== undefined && entry !== null);
    if (ns.getMergedTraits().xmlFlattened) return present.map((entry) => writeNamed(tag, item, entry)).join("");
    const itemTag = item.getMergedTraits().xmlName ?? "member";
    return element(tag, present.map((entry) => writeNamed(itemTag, item, entry)).join(""));
  }
  if (ns.isMapSchema()) {
    if (!isStruct(value)) throw new TypeError(`${tag} must be a map`);
    const flat = Boolean(ns.getMergedTraits().xmlFlattened);
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined && entry !== null)
      .map(([key, entry]) => element(flat ? tag : "entry", writeEntry(ns, key, entry)))
      .join("");
    return flat ? entries : element(tag, entries);
  }
  if (ns.isStructSchema()) return element(tag, writeMembers(ns, value));
  return element(tag, escapeXml(toText(ns, value)));
}

function writeEntry(map: NormalizedSchema, key: string, value: unknown): string {
  const item = map.getValueSchema();
  const keyTag = map.getKeySchema().getMergedTraits().xmlName ?? "key";
  const valueTag = item.getMergedTraits().xmlName ?? "value";
  return element(keyTag, escapeXml(key)) + writeNamed(valueTag, item, value);
}

const element = (tag: string, content: string): string => `<${tag}>${content}</${tag}>`;
