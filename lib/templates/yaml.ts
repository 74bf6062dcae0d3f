import { isAlias, isMap, isScalar, isSeq, Lexer, type Node, parseDocument, type Scalar } from "yaml";
import { readJson } from "./json";
import {
  Lines,
  MAX_DEPTH,
  MAX_TEMPLATE_BYTES,
  MAX_VALUES,
  type Positions,
  setOwn,
  type TemplateRead,
  type TemplateRefusal,
  type TextPosition,
  Unreadable,
} from "./template-text";

export type { Positions, TemplateRead, TemplateRefusal, TextPosition } from "./template-text";

/** Tags CloudFormation knows; `!Ref` and `!Condition` have no `Fn::` before their long form. */
const SHORT_TAGS = new Set(
  (
    "Ref Condition And Base64 Cidr Equals FindInMap ForEach GetAtt GetAZs If ImportValue Join Length Not Or Select " +
    "Split Sub ToJsonString Transform"
  ).split(" "),
);
const CORE_TAGS = new Set(["str", "int", "float", "bool", "null", "map", "seq"].map((n) => `tag:yaml.org,2002:${n}`));

/**
 * Reads a CloudFormation template, YAML or JSON (text that starts with `{` is JSON, as CloudFormation takes it).
 *
 * Short tags come out in the long form (`!GetAtt A.B` → `{"Fn::GetAtt": ["A", "B"]}`). Refused: duplicate keys, hash merges
 * (`<<`), unknown tags, several documents, more than 1 MB, nesting and alias expansion beyond bounds. Never throws.
 * Numbers that would change when written again (`1.0`, account ids with leading zeros) stay text, as CloudFormation
 * passes them on. `line` and `column` count from 1.
 */
export function readTemplate(text: string): TemplateRead | TemplateRefusal {
  const format = /^\s*\{/.test(text) ? "json" : "yaml";
  if (new TextEncoder().encode(text).length > MAX_TEMPLATE_BYTES) {
    return {
      ok: false,
      kind: "limit",
      format,
      message: `The template is larger than ${MAX_TEMPLATE_BYTES.toLocaleString("en")} bytes, and CloudFormation takes no more.`,
    };
  }
  try {
    const { value, positions } = format === "json" ? readJson(text) : readYaml(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return { ok: false, kind: "structure", format, message: "The template is not a mapping of sections." };
    }
    return { ok: true, template: value as Record<string, unknown>, positions, format };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const where = error.offset === undefined ? undefined : new Lines(text).at(error.offset);
    return { ok: false, kind: error.kind, format, message: error.message, ...where };
  }
}

function readYaml(text: string): { value: unknown; positions: Positions } {
  refuseDeepNesting(text);
  // The library's own check for unique keys compares all pairs; `convert` uses the object itself.
  const document = parseDocument(text, { uniqueKeys: false, merge: false, logLevel: "error", prettyErrors: false });
  const problem = document.errors[0];
  if (problem) throw new Unreadable(problem.message, problem.pos[0]);
  return convert(document.contents, new Lines(text));
}

/**
 * The parser recurses, and close to the stack's end it can take the whole process down (seen: an abort while a regular
 * expression was compiled). So depth is measured first, on the lexer's flat tokens.
 */
function refuseDeepNesting(text: string): void {
  let flow = 0;
  let offset = 0;
  let column = 0;
  let lineStart = true;
  const indents: number[] = [];
  for (const token of new Lexer().lex(text)) {
    const control = token === "\u0002" || token === "\u0018" || token === "\u001f";
    if (control) continue;
    if (token === "[" || token === "{") flow++;
    else if (token === "]" || token === "}") flow = Math.max(0, flow - 1);
    const blank = /^[ \t\r\n]*$/.test(token) || token.startsWith("#");
    if (!blank && flow === 0) {
      if (lineStart) while ((indents.at(-1) ?? -1) >= column) indents.pop();
      // Every column at which something starts may open a level; the indicators of one line nest in each other.
      if (lineStart || (indents.at(-1) ?? -1) < column) indents.push(column);
      lineStart = token === "-" || token === "?" ? lineStart : false;
    }
    if (flow + indents.length > 2 * MAX_DEPTH) {
      throw new Unreadable(`nested deeper than ${MAX_DEPTH} levels`, offset, "limit");
    }
    offset += token.length;
    const newline = token.lastIndexOf("\n");
    if (newline >= 0) {
      column = token.length - newline - 1;
      lineStart = true;
    } else {
      column += token.length;
    }
  }
}

function convert(root: unknown, lines: Lines): { value: unknown; positions: Positions } {
  const positions = new Map<string, TextPosition>();
  const anchors = new Map<string, Node>();
  let values = 0;

  const offsetOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];
  const mark = (path: string, node: unknown): void => {
    const offset = offsetOf(node);
    if (offset !== undefined) positions.set(path, lines.at(offset));
  };

  const read = (node: unknown, path: string, depth: number): unknown => {
    if (depth > MAX_DEPTH) throw new Unreadable(`nested deeper than ${MAX_DEPTH} levels`, offsetOf(node), "limit");
    if (++values > MAX_VALUES) throw new Unreadable(`more than ${MAX_VALUES} values`, offsetOf(node), "limit");
    if (node === null || node === undefined) return null;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) throw new Unreadable(`the alias *${node.source} names no earlier anchor`, offsetOf(node));
      return read(target, path, depth + 1);
    }
    const tagged = node as Node;
    const long = longForm(tagged.tag, offsetOf(node));
    const here = long === undefined ? path : `${path}/${long}`;
    if (long !== undefined) mark(here, node);
    const plain = readUntagged(tagged, here, depth);
    const anchor = (tagged as { anchor?: string }).anchor;
    // Only now: an alias inside its own anchor has no end.
    if (anchor !== undefined) anchors.set(anchor, tagged);
    if (long === undefined) return plain;
    return { [long]: long === "Fn::GetAtt" && typeof plain === "string" ? splitAttribute(plain) : plain };
  };

  const readUntagged = (node: Node, path: string, depth: number): unknown => {
    if (isScalar(node)) return scalarValue(node);
    if (isSeq(node)) {
      return node.items.map((item, index) => {
        mark(`${path}/${index}`, item);
        return read(item, `${path}/${index}`, depth + 1);
      });
    }
    if (!isMap(node)) throw new Unreadable("an unknown kind of value", offsetOf(node));
    const object: Record<string, unknown> = {};
    for (const pair of node.items) {
      const key = keyText(pair.key);
      if (key === undefined) throw new Unreadable("a key must be text", offsetOf(pair.key) ?? offsetOf(node));
      if (key === "<<") throw new Unreadable("hash merges (<<) are not supported", offsetOf(pair.key));
      if (Object.hasOwn(object, key)) throw new Unreadable(`the key ${key} appears twice`, offsetOf(pair.key));
      mark(`${path}/${key}`, pair.key);
      setOwn(object, key, read(pair.value, `${path}/${key}`, depth + 1));
    }
    return object;
  };

  return { value: read(root, "", 0), positions };
}

function longForm(tag: string | undefined, offset: number | undefined): string | undefined {
  if (tag === undefined || tag === "!" || CORE_TAGS.has(tag)) return undefined;
  const name = tag.startsWith("!") ? tag.slice(1) : undefined;
  if (name === undefined || !SHORT_TAGS.has(name)) throw new Unreadable(`unknown tag ${tag}`, offset);
  return name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
}

/** `A.B.C` is attribute `B.C` of `A`. */
function splitAttribute(text: string): string[] {
  const dot = text.indexOf(".");
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function scalarValue(node: Scalar): unknown {
  const { value, source } = node;
  if (typeof value === "number" && source !== undefined && String(value) !== source) return source;
  if (typeof value === "bigint") return source ?? String(value);
  return value === undefined ? null : value;
}

function keyText(key: unknown): string | undefined {
  if (!isScalar(key) || (key.tag !== undefined && !CORE_TAGS.has(key.tag))) return undefined;
  if (key.value === null || key.value === undefined) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}
