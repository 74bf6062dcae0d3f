import { isMapping, isText, type Mapping } from "../template/values";

/** One property that is not as the template says; values as JSON or plain text, `null` where there is none. */
export interface Difference {
  /** JSON pointer into the properties, e.g. `/DeploymentConfiguration/MaximumPercent`. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
  readonly type: "ADD" | "REMOVE" | "NOT_EQUAL";
}

const shown = (value: unknown): string =>
  value === undefined ? "null" : isText(value) ? String(value) : JSON.stringify(value);

/** A policy document may be given as JSON text where its service answers an object, or the other way round. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * What differs between a resource's template and the resource. Only what the template says is looked at, and of that
 * only what could be read (`actual` has the key; undefined there means "not set any more"). Lists are compared without
 * their order, since services keep most of them as sets.
 */
export function differences(expected: Mapping, actual: Mapping): Difference[] {
  return Object.keys(expected)
    .filter((key) => Object.hasOwn(actual, key))
    .flatMap((key) => differ(expected[key], actual[key], `/${key}`));
}

function differ(wanted: unknown, found: unknown, path: string): Difference[] {
  if (found === undefined) {
    return isEmpty(wanted) ? [] : [{ path, expected: shown(wanted), actual: "null", type: "REMOVE" }];
  }
  const [expected, actual] = isText(wanted) && isText(found) ? [wanted, found] : [parsed(wanted), parsed(found)];
  if (Array.isArray(expected) && Array.isArray(actual)) return lists(expected, actual, path);
  if (isMapping(expected) && isMapping(actual)) {
    return Object.keys(expected).flatMap((key) => differ(expected[key], actual[key], `${path}/${key}`));
  }
  if (isText(expected) && isText(actual) && String(expected) === String(actual)) return [];
  return [{ path, expected: shown(expected), actual: shown(actual), type: "NOT_EQUAL" }];
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Pairs what is alike wherever it stands; what is left at the same place is a change, the rest was added or removed. */
function lists(expected: readonly unknown[], actual: readonly unknown[], path: string): Difference[] {
  const free = new Set(actual.keys());
  const alone: number[] = [];
  for (const [index, item] of expected.entries()) {
    const twin = [...free].find((at) => differ(item, actual[at], path).length === 0);
    if (twin === undefined) alone.push(index);
    else free.delete(twin);
  }
  const found: Difference[] = [];
  for (const index of alone) {
    const at = `${path}/${index}`;
    if (free.delete(index)) found.push(...differ(expected[index], actual[index], at));
    else found.push({ path: at, expected: shown(expected[index]), actual: "null", type: "REMOVE" });
  }
  for (const index of free) {
    found.push({ path: `${path}/${index}`, expected: "null", actual: shown(actual[index]), type: "ADD" });
  }
  return found;
}
