const MASK = "****";
const MAX_TEXT = 2_000;
const SECRET_NAME = /pass(word|phrase)?$|secret|token$|api_?key|credential/i;

/**
 * What of an action's input may be written down. Values under a name in `secrets`, or under a name that sounds like a
 * secret, become ****; long texts (templates) are cut.
 */
export function maskInput(value: unknown, secrets: ReadonlySet<string> = new Set(), depth = 0): unknown {
  if (depth > 6) return "…";
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, 200)}… (${value.length})` : value;
  if (Array.isArray(value)) return value.slice(0, 200).map((item) => maskInput(item, secrets, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item !== "object" && item !== undefined && (secrets.has(key) || SECRET_NAME.test(key))
        ? MASK
        : maskInput(item, secrets, depth + 1),
    ]),
  );
}
