/** What is known of a request: condition keys in lower case, each with its values. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

type Test = (wanted: string, actual: string) => boolean;

/** Does `text` fit a pattern with `*` and `?`? */
export function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`).test(text);
}

const number =
  (compare: (actual: number, wanted: number) => boolean): Test =>
  (wanted, actual) =>
    compare(Number(actual), Number(wanted));
const date =
  (compare: (actual: number, wanted: number) => boolean): Test =>
  (wanted, actual) =>
    compare(time(actual), time(wanted));
const time = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

/** The operators of IAM's "JSON policy elements: condition operators", without their negations. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringEqualsIgnoreCase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  StringLike: fits,
  ArnEquals: fits,
  ArnLike: fits,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
};

/** Puts `${aws:username}` and the like in; a variable nobody knows fits nothing. */
const filled = (pattern: string, context: RequestContext): string =>
  pattern.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => context[name.toLowerCase()]?.[0] ?? "\u0000");

/**
 * Whether every condition of a statement holds. `missing` gets the keys a condition asked for and the request lacks.
 * An operator IAM does not have never holds.
 */
export function conditionsHold(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: RequestContext,
  missing: Set<string>,
): boolean {
  return Object.entries(conditions).every(([name, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const actual = context[key.toLowerCase()];
      if (actual === undefined && name !== "Null") missing.add(key);
      return holds(
        name,
        wanted.map((one) => filled(one, context)),
        actual,
      );
    }),
  );
}

function holds(name: string, wanted: readonly string[], actual: readonly string[] | undefined): boolean {
  if (name === "Null") return wanted.includes(String(actual === undefined));
  const [, set, operator = "", ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const negated = /^(String|Arn|Numeric|Date)Not(\w+)$/.exec(operator);
  const test = TESTS[negated ? `${negated[1]}${negated[2]}` : operator];
  if (!test) return false;
  if (actual === undefined) return ifExists !== undefined || set === "ForAllValues" || negated !== null;
  const one = (value: string) => wanted.some((pattern) => test(pattern, value)) !== (negated !== null);
  return set === "ForAnyValue" ? actual.some(one) : actual.every(one);
}
