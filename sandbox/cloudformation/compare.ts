import { schemaOf } from "./providers/schema";
import { isMapping, type Mapping, sameValue } from "./template/values";

/** Top-level properties that differ. */
export function changedProperties(before: Mapping, after: Mapping): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameValue(before[name], after[name])).sort();
}

const at = (from: Mapping, path: string): unknown =>
  path.split("/").reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), from);

/** Whether a change of this property makes a new physical resource, by the type's schema. */
export function recreates(type: string, property: string, before: Mapping, after: Mapping): boolean {
  const createOnly = schemaOf(type)?.createOnly ?? [];
  return createOnly.some((path) => path.split("/")[0] === property && !sameValue(at(before, path), at(after, path)));
}

export const needsReplacement = (type: string, before: Mapping, after: Mapping): boolean =>
  changedProperties(before, after).some((property) => recreates(type, property, before, after));
