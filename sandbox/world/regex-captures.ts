import type { Program } from "./regex-program";
import { isWord } from "./regex-syntax";

interface Thread {
  readonly at: number;
  /** Starts and ends of the groups, -1 where there is none. */
  readonly slots: readonly number[];
}

/**
 * The groups of the leftmost match, preferring what a backtracking engine would find first. All alternatives go through
 * the text side by side, so the time is bounded by text length × program length.
 */
export function capture({ steps, names }: Program, text: string): readonly string[] | undefined {
  const none = Array.from({ length: names.length * 2 }, () => -1);
  let threads: Thread[] = [];
  let found: readonly number[] | undefined;

  for (let index = 0; index <= text.length; index++) {
    const [before, after] = [isWordAt(text, index - 1), isWordAt(text, index)];
    const passes: Readonly<Record<string, boolean>> = {
      start: index === 0,
      end: index === text.length,
      edge: before !== after,
      inside: before === after,
    };
    const seen = new Set<number>();
    const next: Thread[] = [];
    const code = text.charCodeAt(index);
    /** Follows one thread in its order of preference; answers whether it came to a match. */
    const follow = (thread: Thread): boolean => {
      const stack = [thread];
      for (let one = stack.pop(); one; one = stack.pop()) {
        const step = steps[one.at];
        if (!step || seen.has(one.at)) continue;
        seen.add(one.at);
        const { at, slots } = one;
        if (step.kind === "match") {
          found = slots;
          return true;
        }
        if (step.kind === "fork") stack.push({ at: step.other, slots }, { at: step.next, slots });
        else if (step.kind === "jump") stack.push({ at: step.next, slots });
        else if (step.kind === "save") stack.push({ at: at + 1, slots: slots.with(step.slot, index) });
        else if (step.kind === "at") {
          if (passes[step.where]) stack.push({ at: at + 1, slots });
        } else if (step.ranges.some(([from, to]) => code >= from && code <= to)) next.push({ at: at + 1, slots });
      }
      return false;
    };
    const begun = found === undefined ? [...threads, { at: 0, slots: none }] : threads;
    // What comes after a match in preference is given up.
    begun.some(follow);
    threads = next;
    if (threads.length === 0 && found) break;
  }
  return found && names.map((_, index) => text.slice(found?.[index * 2], found?.[index * 2 + 1]));
}

const isWordAt = (text: string, index: number): boolean => isWord(text.charCodeAt(index));
