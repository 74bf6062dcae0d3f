import type { AlarmState } from "./alarm-evaluation";

/** A rule that cannot be read, in words. */
export class RuleError extends Error {}

export interface CompositeRule {
  /** Alarms by name or ARN, as the rule writes them. */
  readonly alarms: readonly string[];
  isTrue(stateOf: (alarm: string) => AlarmState | undefined): boolean;
}

const TOKEN = /\s*(?:([A-Za-z_]+)(?=\s*\()|\b(AND|OR|NOT|TRUE|FALSE)\b|([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;
const LONGEST = 10_240;
const MOST_ALARMS = 100;
const DEEPEST = 50;

type Test = (stateOf: (alarm: string) => AlarmState | undefined) => boolean;

/**
 * Reads a composite alarm's rule: `ALARM("a") AND NOT (OK(b) OR INSUFFICIENT_DATA("arn:…"))`, TRUE and FALSE. An alarm
 * that is gone is in no state. Throws RuleError.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseRule(text: string): CompositeRule {
  if (text.length > LONGEST) throw new RuleError(`AlarmRule must not exceed ${LONGEST} characters`);
  const tokens = tokensOf(text);
  const alarms = new Set<string>();
  let at = 0;
  let depth = 0;
  const take = (value: string): boolean => {
    const there = tokens[at]?.kind !== "name" && tokens[at]?.value === value;
    if (there) at++;
    return there;
  };
  const unexpected = () => {
    const token = tokens[at];
    return new RuleError(token ? `AlarmRule has an unexpected '${token.value}'` : "AlarmRule ends too early");
  };
  const either = (): Test => {
    let left = both();
    while (take("OR")) {
      const [a, b] = [left, both()];
      left = (stateOf) => a(stateOf) || b(stateOf);
    }
    return left;
  };
  const both = (): Test => {
    let left = single();
    while (take("AND")) {
      const [a, b] = [left, single()];
      left = (stateOf) => a(stateOf) && b(stateOf);
    }
    return left;
  };
  const single = (): Test => {
    if (++depth > DEEPEST) throw new RuleError("AlarmRule is nested too deeply");
    const test = plain();
    depth--;
    return test;
  };
  const plain = (): Test => {
    if (take("NOT")) {
      const of = single();
      return (stateOf) => !of(stateOf);
    }
    if (take("TRUE")) return () => true;
    if (take("FALSE")) return () => false;
    if (take("(")) {
      const inner = either();
      if (!take(")")) throw unexpected();
      return inner;
    }
    const token = tokens[at];
    if (token?.kind !== "function") throw unexpected();
    const state = (["ALARM", "OK", "INSUFFICIENT_DATA"] as const).find((one) => one === token.value);
    if (!state) throw new RuleError(`The sandbox has not built ${token.value} in an AlarmRule`);
    at++;
    if (!take("(")) throw unexpected();
    const name = tokens[at];
    if (name?.kind !== "name") throw unexpected();
    at++;
    if (!take(")")) throw unexpected();
    alarms.add(name.value);
    return (stateOf) => stateOf(name.value) === state;
  };
  const test = either();
  if (at < tokens.length) throw unexpected();
  if (alarms.size > MOST_ALARMS) throw new RuleError(`AlarmRule must not refer to more than ${MOST_ALARMS} alarms`);
  return { alarms: [...alarms], isTrue: test };
}

function tokensOf(text: string) {
  const tokens: { readonly kind: "word" | "function" | "name"; readonly value: string }[] = [];
  for (let at = 0; text.slice(at).trim() !== ""; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new RuleError(`AlarmRule has an unexpected '${text.slice(at).trim()[0]}'`);
    const [, called, word, parenthesis, quoted, plain] = found;
    const isWord = called !== undefined && /^(AND|OR|NOT)$/.test(called);
    if (called !== undefined) tokens.push({ kind: isWord ? "word" : "function", value: called });
    else if (word !== undefined || parenthesis !== undefined)
      tokens.push({ kind: "word", value: word ?? parenthesis ?? "" });
    else tokens.push({ kind: "name", value: quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "" });
  }
  return tokens;
}
