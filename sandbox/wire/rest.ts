import type { NormalizedSchema } from "@smithy/core/schema";
import type { OperationModel } from "./model";
import { decodeLabel, fromText, malformed, type Struct, toText } from "./values";
import { parseXml, readXml } from "./xml-read";
import { escapeXml, writeMembers } from "./xml-write";

/** Finds the REST operation of a method and path; a template with more literal text wins. */
export function routeRest(
  operations: Iterable<OperationModel>,
  method: string,
  url: URL,
): { operation: OperationModel; labels: Record<string, string> } | undefined {
  let best: { operation: OperationModel; labels: Record<string, string>; weight: number } | undefined;
  for (const operation of operations) {
    if (operation.http?.[0] !== method) continue;
    const match = matchUri(operation.http[1], url);
    if (match && (!best || match.weight > best.weight)) best = { operation, ...match };
  }
  return best;
}

function matchUri(template: string, url: URL): { labels: Record<string, string>; weight: number } | undefined {
  const [path = "", query = ""] = template.split("?");
  const wanted = path.split("/").filter(Boolean);
  const given = url.pathname.split("/").filter(Boolean);
  if (wanted.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  let weight = 0;
  for (const [index, part] of wanted.entries()) {
    const actual = decodeLabel(given[index] ?? "");
    if (part.startsWith("{")) labels[part.replace(/[{}+]/g, "")] = actual;
    else if (part === actual) weight += 1;
    else return undefined;
  }
  for (const [key, value] of new URLSearchParams(query)) {
    if (!url.searchParams.has(key) || (value !== "" && url.searchParams.get(key) !== value)) return undefined;
    weight += 1;
  }
  return { labels, weight };
}

/** Reads labels, query, headers and the XML body into the operation's input. */
export function readRest(
  ns: NormalizedSchema,
  labels: Record<string, string>,
  url: URL,
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
): Struct {
  const out: Struct = {};
  if (ns.isUnitSchema()) return out;
  const text = Buffer.from(body).toString("utf8");
  const fromBody = text.trim() === "" ? undefined : readBody(ns, text);
  for (const [name, member] of ns.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel) {
      if (labels[name] !== undefined) out[name] = fromText(member, labels[name]);
    } else if (traits.httpQuery) {
      const values = url.searchParams.getAll(traits.httpQuery);
      if (values.length > 0)
        out[name] = member.isListSchema()
          ? values.map((value) => fromText(member.getValueSchema(), value))
          : fromText(member, values[0] ?? "");
    } else if (traits.httpHeader) {
      const value = headers[traits.httpHeader.toLowerCase()];
      if (value !== undefined) out[name] = fromText(member, value);
    } else if (fromBody?.[name] !== undefined) out[name] = fromBody[name];
  }
  return out;
}

function readBody(ns: NormalizedSchema, text: string): Struct {
  const root = parseXml(text);
  const wanted = ns.getMergedTraits().xmlName ?? ns.getName();
  if (root.tag !== wanted) throw malformed(`The root element must be ${wanted}`);
  return readXml(ns, root);
}

const bound = (member: NormalizedSchema): boolean =>
  Boolean(member.getMergedTraits().httpHeader || member.getMergedTraits().httpResponseCode);

/** An answer's HTTP-bound members as headers, and the others as the XML document. */
export function writeRest(ns: NormalizedSchema, value: Struct, xmlNamespace: string) {
  const headers: Record<string, string> = {};
  if (ns.isUnitSchema()) return { headers, xml: "" };
  for (const [name, member] of ns.structIterator()) {
    const header = member.getMergedTraits().httpHeader;
    if (header && value[name] !== undefined) headers[header.toLowerCase()] = toText(member, value[name], "http");
  }
  const root = ns.getMergedTraits().xmlName ?? ns.getName() ?? "Response";
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${escapeXml(xmlNamespace)}">${writeMembers(ns, value, bound)}</${root}>`;
  return { headers, xml };
}
