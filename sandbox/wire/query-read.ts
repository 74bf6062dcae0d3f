import type { NormalizedSchema } from "@smithy/core/schema";
import { fromText, malformed, put, type Struct } from "./values";

interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

const MAX_DEPTH = 32;

/** Splits `Tags.member.1.Key=x` into a tree. */
export function parseForm(body: string): Node {
  const root: Node = { children: new Map() };
  for (const [key, value] of new URLSearchParams(body)) {
    const path = key.split(".");
    if (path.length > MAX_DEPTH) throw malformed(`${key.slice(0, 80)} is nested too deeply`);
    let node = root;
    for (const part of path) {
      let next = node.children.get(part);
      if (!next) {
        next = { children: new Map() };
        node.children.set(part, next);
      }
      node = next;
    }
    node.text = value;
  }
  return root;
}

/**
 * Reads the parameters of a query or EC2 query request. EC2 capitalizes keys, prefers `ec2QueryName` and has flat lists.
 */
export function readQuery(ns: NormalizedSchema, form: Node, ec2: boolean): Struct {
  return readStruct(ns, form, ec2);
}

function readStruct(ns: NormalizedSchema, node: Node, ec2: boolean): Struct {
  const out: Struct = {};
  if (ns.isUnitSchema()) return out;
  for (const [name, member] of ns.structIterator()) {
    const child = node.children.get(keyOf(name, member, ec2));
    if (child) out[name] = readValue(member, child, ec2);
  }
  return out;
}

function keyOf(name: string, member: NormalizedSchema, ec2: boolean): string {
  const traits = member.getMergedTraits();
  if (!ec2) return traits.xmlName ?? name;
  if (typeof traits.ec2QueryName === "string") return traits.ec2QueryName;
  const key = traits.xmlName ?? name;
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function readValue(ns: NormalizedSchema, node: Node, ec2: boolean): unknown {
  if (ns.isListSchema()) return readList(ns, node, ec2);
  if (ns.isMapSchema()) return readMap(ns, node, ec2);
  if (ns.isStructSchema()) return readStruct(ns, node, ec2);
  return fromText(ns, node.text ?? "");
}

function readList(ns: NormalizedSchema, node: Node, ec2: boolean): unknown[] {
  const item = ns.getValueSchema();
  const flat = ec2 || Boolean(ns.getMergedTraits().xmlFlattened);
  const holder = flat ? node : node.children.get(item.getMergedTraits().xmlName ?? "member");
  return holder ? numbered(holder).map((child) => readValue(item, child, ec2)) : [];
}

function readMap(ns: NormalizedSchema, node: Node, ec2: boolean): Struct {
  const holder = ns.getMergedTraits().xmlFlattened ? node : node.children.get("entry");
  const keyName = ns.getKeySchema().getMergedTraits().xmlName ?? "key";
  const item = ns.getValueSchema();
  const valueName = item.getMergedTraits().xmlName ?? "value";
  const out: Struct = {};
  for (const entry of holder ? numbered(holder) : []) {
    const value = entry.children.get(valueName);
    if (value) put(out, entry.children.get(keyName)?.text ?? "", readValue(item, value, ec2));
  }
  return out;
}

function numbered(node: Node): Node[] {
  return [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
