/** A place in a policy's text, as SimulatePrincipalPolicy gives it: both counted from 1. */
export interface Position {
  readonly Line: number;
  readonly Column: number;
}

export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** "*" or the AWS principals of a trust or resource policy. */
  readonly principals?: readonly string[];
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly start: Position;
  readonly end: Position;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): string[] | undefined =>
  value === undefined ? undefined : (Array.isArray(value) ? value : [value]).map(String);

/** The statements of a policy document. Throws a SyntaxError on what is not JSON; a malformed statement matches nothing. */
export function readPolicy(text: string): Statement[] {
  const document: unknown = JSON.parse(text);
  const found = isObject(document) ? document.Statement : undefined;
  const statements = Array.isArray(found) ? found : found === undefined ? [] : [found];
  const places = statementPlaces(text);
  return statements.filter(isObject).map((one, index) => ({
    effect: one.Effect === "Allow" ? "Allow" : "Deny",
    ...optional("actions", list(one.Action)),
    ...optional("notActions", list(one.NotAction)),
    ...optional("resources", list(one.Resource)),
    ...optional("notResources", list(one.NotResource)),
    ...optional("principals", principals(one.Principal)),
    conditions: conditions(one.Condition),
    ...(places[index] ?? { start: { Line: 1, Column: 1 }, end: { Line: 1, Column: 1 } }),
  }));
}

const optional = <K extends string>(key: K, value: readonly string[] | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: readonly string[] };

function principals(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  return isObject(value) ? (list(value.AWS) ?? []) : list(value);
}

function conditions(value: unknown): Statement["conditions"] {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      isObject(keys) ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, list(values) ?? []])) : {},
    ]),
  );
}

/**
 * Where each statement stands: from just after the sign before it (`[`, `,` or `:`) to just after its closing brace, as
 * AWS's examples have it (a one-line policy's first statement starts right after `"Statement":[`).
 */
function statementPlaces(text: string): { start: Position; end: Position }[] {
  const places: { start: Position; end: Position }[] = [];
  let depth = 0;
  let inside: string | undefined;
  let key = "";
  let word = "";
  let before: Position = { Line: 1, Column: 1 };
  let opened: { start: Position; depth: number } | undefined;
  let line = 1;
  let column = 1;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    column += 1;
    const after = { Line: line, Column: column };
    if (inside !== undefined) {
      if (sign === "\\") {
        i += 1;
        column += 1;
      } else if (sign === '"') {
        inside = undefined;
      } else word += sign;
    } else if (sign === '"') {
      inside = sign;
      word = "";
    } else if (sign === "{") {
      depth += 1;
      if (depth === 2 && key === "Statement") opened = { start: before, depth };
    } else if (sign === "}") {
      if (opened?.depth === depth) {
        places.push({ start: opened.start, end: after });
        opened = undefined;
      }
      depth -= 1;
    }
    if (inside === undefined && depth === 1 && sign === ":") key = word;
    if (inside === undefined && /[[,:]/.test(sign)) before = after;
    if (sign === "\n") {
      line += 1;
      column = 1;
    }
  }
  return places;
}
