import { isRecord, scalarText } from "./json-values";

/** Names a template part points to. `attribute` is set for GetAtt and `${Name.Attribute}`. */
export interface Reference {
  readonly name: string;
  readonly kind: "ref" | "attribute" | "depends" | "condition";
  /** Where it stands, as `Positions` of the reader names places. */
  readonly path: string;
}

/** `${Name}` and `${Name.Attribute}`, not the escaped `${!Name}`. */
const SUBSTITUTION = /\$\{([^!${}][^${}]*)\}/g;

/** The names in a `Fn::Sub` text. */
export function substitutions(text: string): string[] {
  return [...text.matchAll(SUBSTITUTION)].map((match) => (match[1] ?? "").trim());
}

/**
 * Every reference below a value, at its path. Pseudo parameters (`AWS::Region`) are left out. The reader
 * bounds nesting, so recursion is safe.
 */
export function referencesIn(value: unknown, path: string): Reference[] {
  const found: Reference[] = [];
  const add = (name: string | undefined, kind: Reference["kind"], at: string): void => {
    if (name !== undefined && name !== "" && !name.startsWith("AWS::")) found.push({ name, kind, path: at });
  };

  const visit = (node: unknown, at: string): void => {
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) visit(item, `${at}/${index}`);
      return;
    }
    if (!isRecord(node)) return;
    const keys = Object.keys(node);
    const only = keys.length === 1 ? keys[0] : undefined;
    const inner = only === undefined ? undefined : node[only];
    const here = `${at}/${only}`;
    if (only === "Ref") {
      add(scalarText(inner), "ref", here);
    } else if (only === "Condition" && typeof inner === "string") {
      add(inner, "condition", here);
    } else if (only === "Fn::GetAtt") {
      const parts = typeof inner === "string" ? inner.split(".") : Array.isArray(inner) ? inner : [];
      add(scalarText(parts[0]), "attribute", here);
      if (Array.isArray(inner)) for (const part of inner.slice(1)) visit(part, here);
    } else if (only === "Fn::Sub") {
      visitSub(inner, here);
    } else {
      if (only === "Fn::If" && Array.isArray(inner)) add(scalarText(inner[0]), "condition", here);
      for (const key of keys) visit(node[key], `${at}/${key}`);
    }
  };

  const visitSub = (inner: unknown, at: string): void => {
    const [text, variables] = Array.isArray(inner) ? inner : [inner];
    const own = isRecord(variables) ? variables : {};
    for (const name of typeof text === "string" ? substitutions(text) : []) {
      if (Object.hasOwn(own, name)) continue;
      const dot = name.indexOf(".");
      add(dot < 0 ? name : name.slice(0, dot), dot < 0 ? "ref" : "attribute", at);
    }
    visit(own, `${at}/1`);
  };

  visit(value, path);
  return found;
}
