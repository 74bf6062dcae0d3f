import type { NormalizedSchema } from "@smithy/core/schema";
import type { Struct } from "./values";

/**
 * Pages that lead nowhere, which AWS's APIs may give at any time: an empty one with a token, and a token that was there
 * before. Nothing is lost: a token of ours stands for the one it replaced, and is turned back before the handler sees it.
 */

/** The members that carry the token: in the request, and in the answer. */
const TOKENS: readonly (readonly [input: string, output: string])[] = [
  ["NextToken", "NextToken"],
  ["nextToken", "nextToken"],
  ["Marker", "Marker"],
  ["Marker", "NextMarker"],
];
const MARK = "again:";

interface Paged {
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

function tokensOf({ input, output }: Paged): readonly [string, string] | undefined {
  if (input.isUnitSchema() || output.isUnitSchema()) return undefined;
  const has = (ns: NormalizedSchema, name: string) => ns.isStructSchema() && ns.getMemberSchemas()[name] !== undefined;
  return TOKENS.find(([from, to]) => has(input, from) && has(output, to));
}

/** The input with the token its caller meant, in place of one of ours. */
export function meantInput(operation: Paged, input: Struct): Struct {
  const [name] = tokensOf(operation) ?? [];
  const token = name === undefined ? undefined : input[name];
  if (name === undefined || typeof token !== "string") return input;
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!text.startsWith(MARK)) return input;
  const { [name]: _ours, ...rest } = input;
  const meant = text.slice(MARK.length).replace(/^\d+:/, "");
  return meant === "" ? rest : { ...rest, [name]: meant };
}

const ours = (token: unknown, salt: number): string =>
  Buffer.from(`${MARK}${salt}:${typeof token === "string" ? token : ""}`).toString("base64url");

/**
 * The answer as the fault has it; unchanged for an operation without pages. `asked` is the input as it came, `meant` as
 * the handler saw it; `salt` makes the tokens of two empty pages differ.
 */
export function faultPage(
  kind: "empty-page" | "repeat-token",
  operation: Paged,
  { asked, meant, salt }: { asked: Struct; meant: Struct; salt: number },
  output: Struct,
): Struct {
  const [from, to] = tokensOf(operation) ?? [];
  if (from === undefined || to === undefined) return output;
  const more = operation.output.getMemberSchemas().IsTruncated === undefined ? {} : { IsTruncated: true };
  if (kind === "repeat-token") return { ...output, ...more, [to]: asked[from] ?? ours(undefined, 0) };
  const emptied = Object.fromEntries(
    Object.entries(output).map(([name, value]) => [name, Array.isArray(value) ? [] : value]),
  );
  return { ...emptied, ...more, [to]: ours(meant[from], salt) };
}
