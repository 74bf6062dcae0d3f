import { isRecord, recordAt, scalarText, textAt, valueAt } from "../json-values";
import type { ParsedTemplate } from "../parse";
import { referencesIn } from "../references";
import type { LintResource, LintSubject } from "./types";

/** What rules read a template with: values behind `Fn::If`, defaults behind `Ref`, places of both. */

export const ofType = ({ resources }: LintSubject, ...types: readonly string[]): LintResource[] =>
  resources.filter(({ type }) => types.includes(type));

/** A value at a place. */
export interface Placed {
  readonly value: unknown;
  readonly path: string;
}

/** Both sides of an `Fn::If`, and of those in it: what a parameter can switch on counts as there. `AWS::NoValue` is nothing. */
export function sides(value: unknown, path: string): Placed[] {
  const condition = valueAt(value, "Fn::If");
  if (Array.isArray(condition)) {
    return condition.slice(1).flatMap((side, index) => sides(side, `${path}/Fn::If/${index + 1}`));
  }
  if (value === undefined || value === null || textAt(value, "Ref") === "AWS::NoValue") return [];
  return [{ value, path }];
}

/** The sides of the value at a key. */
export function at(holder: Placed | LintResource, key: string): Placed[] {
  const [value, path] = isResource(holder)
    ? [holder.properties, `${holder.path}/Properties`]
    : [holder.value, holder.path];
  return sides(valueAt(value, key), `${path}/${key}`);
}

/** The items of the list at a key, each with the sides it may have. */
export function items(holder: Placed | LintResource, key: string): Placed[] {
  return at(holder, key).flatMap(({ value, path }) =>
    Array.isArray(value) ? value.flatMap((item, index) => sides(item, `${path}/${index}`)) : [{ value, path }],
  );
}

const isResource = (holder: Placed | LintResource): holder is LintResource => "properties" in holder;

/** Text, or the default of the parameter it refers to; undefined where only AWS can tell. */
export function resolved(value: unknown, parsed: ParsedTemplate): string | undefined {
  const name = textAt(value, "Ref");
  return name === undefined ? scalarText(value) : textAt(recordAt(parsed.parameters, name), "Default");
}

/** The resolved texts at a key, over its sides. */
export const textsOf = (holder: Placed | LintResource, key: string, parsed: ParsedTemplate): string[] =>
  at(holder, key).flatMap(({ value }) => resolved(value, parsed) ?? []);

/** Every text below a value, with its place. The reader bounds nesting. */
export function* allTexts(value: unknown, path: string): Generator<{ readonly text: string; readonly path: string }> {
  if (typeof value === "string") yield { text: value, path };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* allTexts(item, `${path}/${index}`);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) yield* allTexts(item, `${path}/${key}`);
  }
}

/** Name of the resource or parameter a value is: `!Ref A`, `!GetAtt A.B`, `${A}` alone. */
export function nameIn(value: unknown): string | undefined {
  const ref = textAt(value, "Ref");
  if (ref !== undefined) return ref;
  const attribute = valueAt(value, "Fn::GetAtt");
  if (Array.isArray(attribute)) return scalarText(attribute[0]);
  if (typeof attribute === "string") return attribute.split(".")[0];
  const sub = valueAt(value, "Fn::Sub");
  return typeof sub === "string" ? /^\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}$/.exec(sub)?.[1] : undefined;
}

/** Names of all resources and parameters that a value refers to. */
export const allNamesIn = (value: unknown): Set<string> => new Set(referencesIn(value, "").map(({ name }) => name));
