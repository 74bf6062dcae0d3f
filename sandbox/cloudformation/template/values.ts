/** Values as templates hold them: JSON, with functions as one-key mappings. */

export type Mapping = Record<string, unknown>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Stands for a value that exists only once the change is made; DescribeChangeSet shows this very text. */
export const KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

/** `{ name, argument }` when the value is a function call: one key, `Ref` or `Fn::…`. */
export function functionOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (!isMapping(value)) return undefined;
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || name === undefined || !(name === "Ref" || name.startsWith("Fn::"))) return undefined;
  return { name, argument: value[name] };
}

export const isText = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Template scalars compare and join as text: `80`, `"80"` and `true`, `"true"` are the same to CloudFormation. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isText(a) && isText(b)) return String(a) === String(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
    );
  }
  return a === b;
}

/** Calls `visit` for every function inside, outermost first, with the path to it (`/Properties/Value/Fn::Join/1/0`). */
export function eachFunction(
  value: unknown,
  path: string,
  visit: (call: { name: string; argument: unknown; path: string }) => void,
): void {
  const call = functionOf(value);
  if (call) visit({ ...call, path: `${path}/${call.name}` });
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      eachFunction(item, `${path}/${index}`, visit);
    });
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value)) eachFunction(item, `${path}/${key}`, visit);
  }
}

/** The `${…}` names of an Fn::Sub text; `${!x}` is literal. */
export function substitutions(text: string): string[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => (match[1] ?? "").trim());
}

/** One reference to a resource, parameter or pseudo parameter. `attribute` is set for Fn::GetAtt and `${A.B}`. */
export interface Reference {
  readonly name: string;
  readonly attribute?: string;
  readonly path: string;
}

/** `A.B` and `["A", "B"]` alike; undefined when it is neither, or has functions inside. */
export function attributeOf(argument: unknown): { name: string; attribute: string } | undefined {
  if (typeof argument === "string") {
    const dot = argument.indexOf(".");
    return dot > 0 ? { name: argument.slice(0, dot), attribute: argument.slice(dot + 1) } : undefined;
  }
  if (!Array.isArray(argument) || typeof argument[0] !== "string") return undefined;
  const [name, ...rest] = argument as unknown[];
  return rest.every((part) => typeof part === "string") ? { name: String(name), attribute: rest.join(".") } : undefined;
}

/** Every Ref, GetAtt and Sub inside a value. */
export function referencesIn(value: unknown, path = ""): Reference[] {
  const found: Reference[] = [];
  eachFunction(value, path, (call) => {
    if (call.name === "Ref" && typeof call.argument === "string") found.push({ name: call.argument, path: call.path });
    if (call.name === "Fn::GetAtt") {
      const target = attributeOf(call.argument);
      if (target) found.push({ ...target, path: call.path });
    }
    if (call.name === "Fn::Sub") {
      const [text, own] = Array.isArray(call.argument) ? call.argument : [call.argument, {}];
      if (typeof text !== "string") return;
      for (const name of substitutions(text)) {
        if (isMapping(own) && Object.hasOwn(own, name)) continue;
        const target = name.startsWith("AWS::") ? undefined : attributeOf(name);
        found.push(target ? { ...target, path: call.path } : { name, path: call.path });
      }
    }
  });
  return found;
}
