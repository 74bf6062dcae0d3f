import { AwsError } from "../wire/handler";

export interface Ec2Filter {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** What a filter of that name compares with: one value, several, or none. */
export type FilterFields<T> = Readonly<
  Record<string, (item: T) => string | boolean | number | readonly string[] | undefined>
>;

/**
 * EC2's filters: filters are joined by AND, a filter's values by OR; `*` and `?` are wildcards, compared with case.
 * Throws InvalidParameterValue for a filter the operation does not have, as EC2 does. `tag:<key>` and `tag-key` read
 * `tags`.
 */
export function matchesFilters<T>(
  filters: readonly Ec2Filter[] | undefined,
  fields: FilterFields<NoInfer<T>>,
  tags: (item: NoInfer<T>) => Readonly<Record<string, string>> = () => ({}),
): (item: T) => boolean {
  const tests = (filters ?? []).map(({ Name = "", Values = [] }) => {
    const read = reader(Name, fields, tags);
    const patterns = Values.map(wildcard);
    return (item: T) => {
      const found = read(item);
      const values = found === undefined ? [] : Array.isArray(found) ? found : [String(found)];
      return values.some((value: string) => patterns.some((pattern) => pattern.test(value)));
    };
  });
  return (item) => tests.every((test) => test(item));
}

function reader<T>(
  name: string,
  fields: FilterFields<T>,
  tags: (item: T) => Readonly<Record<string, string>>,
): FilterFields<T>[string] {
  if (name.startsWith("tag:")) return (item) => tags(item)[name.slice(4)];
  if (name === "tag-key") return (item) => Object.keys(tags(item));
  if (name === "tag-value") return (item) => Object.values(tags(item));
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  return field;
}

function wildcard(text: string): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

/** Finds every wanted id or throws EC2's "not found" for the first one missing; all of them when none is asked for. */
export function byIds<T>(
  items: readonly T[],
  wanted: readonly string[] | undefined,
  idOf: (item: T) => string,
  missing: (id: string) => AwsError,
): readonly T[] {
  if (!wanted || wanted.length === 0) return items;
  for (const id of wanted) if (!items.some((item) => idOf(item) === id)) throw missing(id);
  return items.filter((item) => wanted.includes(idOf(item)));
}
