import type { Program, Step } from "./regex-program";
import { isWord } from "./regex-syntax";

/** What came before a place in the text: nothing, a letter or digit, something else. */
type Before = "start" | "word" | "other";

interface State {
  readonly steps: readonly number[];
  readonly before: Before;
  /** By class of the next character; true is a match. */
  readonly next: (State | true | undefined)[];
}

/** Beyond so many states the table begins anew: bounded memory, and still linear. */
const MOST_STATES = 1000;

/**
 * Makes the deterministic automaton of a program as texts need it: each character then costs one look into a table.
 * Answers whether the expression occurs anywhere in a text.
 */
export function createAutomaton({ steps }: Program): (text: string) => boolean {
  const { count, low, high, samples } = classesOf(steps);
  const END = count;
  const holds = steps.map((step) =>
    step.kind === "set"
      ? samples.map((code) => step.ranges.some(([from, to]) => code >= from && code <= to))
      : undefined,
  );
  const words = samples.map(isWord);
  let states = new Map<string, State>();

  const stateOf = (next: number[], before: Before): State => {
    const key = `${before[0]}${next.sort((a, b) => a - b).join(",")}`;
    const known = states.get(key);
    if (known) return known;
    if (states.size >= MOST_STATES) states = new Map();
    const made: State = { steps: next, before, next: [] };
    states.set(key, made);
    return made;
  };

  /** Follows everything that takes no character, then the character's class. */
  const move = (state: State, of: number): State | true => {
    const wordBefore = state.before === "word";
    const wordAfter = of !== END && words[of] === true;
    const passes: Readonly<Record<string, boolean>> = {
      start: state.before === "start",
      end: of === END,
      edge: wordBefore !== wordAfter,
      inside: wordBefore === wordAfter,
    };
    const seen = new Set<number>();
    const next: number[] = [];
    const stack = [0, ...state.steps];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const step = steps[at];
      if (!step || seen.has(at)) continue;
      seen.add(at);
      if (step.kind === "match") return true;
      if (step.kind === "fork") stack.push(step.next, step.other);
      else if (step.kind === "jump") stack.push(step.next);
      else if (step.kind === "save") stack.push(at + 1);
      else if (step.kind === "at") {
        if (passes[step.where]) stack.push(at + 1);
      } else if (of !== END && holds[at]?.[of]) next.push(at + 1);
    }
    return stateOf(next, wordAfter ? "word" : "other");
  };

  const follow = (state: State, of: number): State | true => {
    const known = state.next[of];
    if (known !== undefined) return known;
    const made = move(state, of);
    state.next[of] = made;
    return made;
  };

  return (text) => {
    let state = stateOf([], "start");
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      const next = follow(state, code < 256 ? (low[code] ?? 0) : high(code));
      if (next === true) return true;
      state = next;
    }
    return follow(state, END) === true;
  };
}

/** Characters that no step tells apart are one class. */
function classesOf(steps: readonly Step[]) {
  const cuts = new Set([0, 48, 58, 65, 91, 95, 96, 97, 123]);
  for (const step of steps) {
    if (step.kind !== "set") continue;
    for (const [from, to] of step.ranges) {
      cuts.add(from);
      if (to < 0xffff) cuts.add(to + 1);
    }
  }
  const samples = [...cuts].sort((a, b) => a - b);
  const high = (code: number): number => {
    let [from, to] = [0, samples.length];
    while (to - from > 1) {
      const mid = (from + to) >> 1;
      if ((samples[mid] ?? 0) <= code) from = mid;
      else to = mid;
    }
    return from;
  };
  const low = Uint16Array.from({ length: 256 }, (_, code) => high(code));
  return { count: samples.length, low, high, samples };
}
