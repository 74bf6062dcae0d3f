import { createAutomaton } from "./regex-automaton";
import { capture } from "./regex-captures";
import { compileProgram } from "./regex-program";

export { RegexError } from "./regex-syntax";

export interface Regex {
  /** The named groups, in their order. */
  readonly names: readonly string[];
  /** Whether it occurs anywhere in the text, in time proportional to the text's length. */
  test(text: string): boolean;
  /** The groups of the leftmost match by index, "" for one that took no part; undefined without a match. */
  exec(text: string): readonly string[] | undefined;
}

/**
 * A regular expression that no text can make slow: JavaScript's own engine backtracks, and a pattern like `(a+)+$` from
 * outside would hold up every other caller. Throws RegexError for what it does not know.
 */
export function linearRegex(source: string): Regex {
  const program = compileProgram(source);
  const { literal, names } = program;
  let automaton: ReturnType<typeof createAutomaton> | undefined;
  const test = (text: string): boolean => {
    if (literal !== undefined) return text.includes(literal);
    automaton ??= createAutomaton(program);
    return automaton(text);
  };
  return { names, test, exec: (text) => (test(text) ? capture(program, text) : undefined) };
}
