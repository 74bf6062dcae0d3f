/** Reading values of text from outside: nothing is what it should be until asked, and only own keys count. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The record at an own key, or an empty one. */
export function recordAt(value: unknown, key: string): JsonRecord {
  const inner = valueAt(value, key);
  return isRecord(inner) ? inner : {};
}

export function valueAt(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Text, numbers and booleans as the text CloudFormation makes of them; anything else is undefined. */
export function textAt(value: unknown, key: string): string | undefined {
  return scalarText(valueAt(value, key));
}

export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function numberAt(value: unknown, key: string): number | undefined {
  const text = textAt(value, key);
  if (text === undefined || text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

export function textsAt(value: unknown, key: string): string[] {
  const list = valueAt(value, key);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => scalarText(item) ?? []);
}
