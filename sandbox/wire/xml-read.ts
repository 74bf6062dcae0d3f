import type { NormalizedSchema } from "@smithy/core/schema";
import { fromText, malformed, put, type Struct } from "./values";

export interface Element {
  readonly tag: string;
  text: string;
  readonly children: Element[];
}

const MAX_DEPTH = 64;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>|([^<]+)/y;

/** Parses a request body's XML: elements and text only. Documents with a DTD are refused. */
export function parseXml(xml: string): Element {
  const top: Element = { tag: "", text: "", children: [] };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const token = TOKEN.exec(xml);
    const parent = open.at(-1);
    if (!token || !parent) throw malformed("The XML you provided was not well-formed");
    const [, cdata, close, tag, , selfClosing, text] = token;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += decodeText(text);
    else if (tag === undefined) continue;
    else if (close) {
      if (parent.tag !== tag) throw malformed(`The XML closes ${tag} where ${parent.tag} is open`);
      open.pop();
    } else {
      const element: Element = { tag, text: "", children: [] };
      parent.children.push(element);
      if (!selfClosing) open.push(element);
      if (open.length > MAX_DEPTH) throw malformed("The XML is nested too deeply");
    }
  }
  const root = top.children[0];
  if (!root || open.length > 1 || top.children.length > 1) throw malformed("The XML you provided was not well-formed");
  return root;
}

function decodeText(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (all, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? all;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** Reads a structure's members from the element that holds them. */
export function readXml(ns: NormalizedSchema, element: Element): Struct {
  const out: Struct = {};
  for (const [name, member] of ns.structIterator()) {
    const tag = member.getMemberTraits().xmlName ?? name;
    const found = element.children.filter((child) => child.tag === tag);
    const first = found[0];
    if (!first) continue;
    const flat = Boolean(member.getMergedTraits().xmlFlattened);
    out[name] =
      flat && member.isListSchema()
        ? found.map((child) => readValue(member.getValueSchema(), child))
        : readValue(member, first);
  }
  return out;
}

function readValue(ns: NormalizedSchema, element: Element): unknown {
  if (ns.isListSchema()) {
    const item = ns.getValueSchema();
    const tag = item.getMergedTraits().xmlName ?? "member";
    return element.children.filter((child) => child.tag === tag).map((child) => readValue(item, child));
  }
  if (ns.isMapSchema()) {
    const out: Struct = {};
    for (const entry of element.children) {
      const [key, value] = entry.children;
      if (key && value) put(out, key.text, readValue(ns.getValueSchema(), value));
    }
    return out;
  }
  return ns.isStructSchema() ? readXml(ns, element) : fromText(ns, element.text);
}
