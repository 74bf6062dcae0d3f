import { isMapping, isText, type Mapping } from "../template/values";
import type { Call } from "./provider";

/** Typed reading of resolved properties, whose numbers and booleans may be text. */

export const text = (from: Mapping, key: string): string | undefined => {
  const value = from[key];
  return isText(value) ? String(value) : undefined;
};

export const number = (from: Mapping, key: string): number | undefined => {
  const value = text(from, key);
  return value === undefined || value === "" ? undefined : Number(value);
};

export const flag = (from: Mapping, key: string): boolean | undefined => {
  const value = text(from, key);
  return value === undefined ? undefined : value === "true";
};

export const texts = (from: Mapping, key: string): string[] | undefined => {
  const value = from[key];
  if (Array.isArray(value)) return value.map(String);
  return isText(value) ? [String(value)] : undefined;
};

export const mappings = (from: Mapping, key: string): Mapping[] => {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isMapping) : [];
};

export const mapping = (from: Mapping, key: string): Mapping | undefined => {
  const value = from[key];
  return isMapping(value) ? value : undefined;
};

/** An object-shaped property that a policy document may also give as JSON text. */
export const document = (from: Mapping, key: string): string | undefined => {
  const value = from[key];
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
};

/** `stack-LogicalId-XXXXXXXXXXXX`, shortened to the service's limit [aws-facts 1.1]. */
export function physicalName(call: Call, limit = 255): string {
  const room = limit - 14;
  const id = call.logicalId.slice(0, Math.max(1, Math.min(call.logicalId.length, Math.floor(room / 2))));
  const stack = call.stack.name.slice(0, room - id.length);
  return `${stack}-${id}-${call.tools.kernel.alphanumeric(12)}`.replace(/--+/g, "-");
}

/** The template's own tags over the stack's and CloudFormation's, sorted by key. */
export function tagsOf(call: Call, own: readonly Mapping[]): { Key: string; Value: string }[] {
  const all = new Map<string, string>();
  for (const tag of call.tags) all.set(tag.Key ?? "", tag.Value ?? "");
  for (const tag of own) all.set(String(tag.Key), String(tag.Value ?? ""));
  return [...all].map(([Key, Value]) => ({ Key, Value })).sort((a, b) => (a.Key < b.Key ? -1 : 1));
}

/** Converts template keys (`ContainerPort`) to the API's (`containerPort`), all the way down; for ECS. */
export function lowerFirst(value: unknown, keep: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((item) => lowerFirst(item, keep));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const name = `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
      return [name, keep.has(key) ? item : lowerFirst(item, keep)];
    }),
  );
}

/** Turns text numbers and booleans under the named keys into what an SDK input holds. */
export function typed(value: unknown, numbers: ReadonlySet<string>, flags: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => typed(item, numbers, flags));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (numbers.has(key) && isText(item)) return [key, Number(item)];
      if (flags.has(key) && isText(item)) return [key, String(item) === "true"];
      return [key, typed(item, numbers, flags)];
    }),
  );
}

/** The opposite of `lowerFirst`: an API's members under the template's names. */
export function upperFirst(value: unknown, keep: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((item) => upperFirst(item, keep));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const name = `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
      return [name, keep.has(name) ? item : upperFirst(item, keep)];
    }),
  );
}

/** The named members of what a service answered; undefined for those it no longer has, so that drift sees them gone. */
export function picked(found: unknown, names: string): Mapping {
  const from: Mapping = isMapping(found) ? found : {};
  return Object.fromEntries(names.split(" ").map((name) => [name, from[name]]));
}

/**
 * For an update: the tags a resource shall have, and the keys it had from template or stack and has no more. `listed`
 * reads the template's own from the properties.
 */
export function tagChange(
  call: Call,
  listed = (from: Mapping) => mappings(from, "Tags"),
): { now: { Key: string; Value: string }[]; gone: string[] } {
  const now = tagsOf(call, listed(call.properties));
  const had = [...call.tagsBefore, ...listed(call.before)].map((tag) => String(tag.Key));
  return { now, gone: had.filter((key) => now.every((tag) => tag.Key !== key)) };
}

/** A resource's tags without CloudFormation's own and those the whole stack has. */
export function ownTags<T extends { Key?: string | undefined }>(call: Call, tags: readonly T[] | undefined): T[] {
  const own = new Set(mappings(call.properties, "Tags").map((tag) => String(tag.Key)));
  const given = new Set(call.tags.map((tag) => tag.Key ?? ""));
  return (tags ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:") && (own.has(Key) || !given.has(Key)));
}
