/** Inclusive ranges of UTF-16 code units, sorted, apart from each other. */
export type Ranges = readonly (readonly [number, number])[];

export type RegexNode =
  | { readonly kind: "set"; readonly ranges: Ranges }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "either"; readonly options: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly part: RegexNode;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    }
  | { readonly kind: "capture"; readonly part: RegexNode; readonly index: number }
  | { readonly kind: "at"; readonly where: "start" | "end" | "edge" | "inside" };

export interface Parsed {
  readonly node: RegexNode;
  /** Names of the groups by index; "" for one without. */
  readonly names: readonly string[];
}

/** What is wrong with an expression, in words. */
export class RegexError extends Error {}

const LAST = 0xffff;
const DIGIT: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: Ranges = [
  [9, 13],
  [32, 32],
];
const LINE_END: Ranges = [[10, 10]];
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 };
const MOST_REPEATS = 1000;

/**
 * Reads the regular expressions that a linear-time engine can run: what RE2 knows, in short. Look-around and back
 * references are refused (RegexError), since they are what makes an engine need time without bound.
 */
export function parseRegex(source: string): Parsed {
  let at = 0;
  let fold = false;
  const names: string[] = [];
  const peek = () => source[at];
  const take = (text: string): boolean => {
    if (!source.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };
  const set = (ranges: Ranges): RegexNode => ({ kind: "set", ranges: fold ? folded(ranges) : ranges });

  const either = (): RegexNode => {
    const options = [sequence()];
    while (take("|")) options.push(sequence());
    return options.length === 1 && options[0] ? options[0] : { kind: "either", options };
  };
  const sequence = (): RegexNode => {
    const parts: RegexNode[] = [];
    while (at < source.length && peek() !== "|" && peek() !== ")") parts.push(repeated(single()));
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "sequence", parts };
  };
  const repeated = (part: RegexNode): RegexNode => {
    const [least, most] = take("*") ? [0, Infinity] : take("+") ? [1, Infinity] : take("?") ? [0, 1] : counted();
    if (least === undefined || most === undefined) return part;
    const greedy = !take("?");
    if (/[*+?]/.test(peek() ?? "")) throw new RegexError("A repetition cannot be repeated");
    return { kind: "repeat", part, least, most, greedy };
  };
  const counted = (): [number, number] | [] => {
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(source.slice(at, at + 20));
    if (!found) return [];
    at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] ? Number(found[3]) : Number.POSITIVE_INFINITY;
    if (most < least || least > MOST_REPEATS || (most > MOST_REPEATS && most !== Number.POSITIVE_INFINITY)) {
      throw new RegexError("A repetition has wrong bounds");
    }
    return [least, most];
  };
  const single = (): RegexNode => {
    const char = source[at++] ?? "";
    if (char === "(") return grouped();
    if (char === "[") return set(bracket());
    if (char === ".") return { kind: "set", ranges: inverted(LINE_END) };
    if (char === "^") return { kind: "at", where: "start" };
    if (char === "$") return { kind: "at", where: "end" };
    if (char === "\\") return escaped();
    if ("*+?".includes(char)) throw new RegexError("There is nothing to repeat");
    return set(one(char.charCodeAt(0)));
  };
  const grouped = (): RegexNode => {
    if (take("?i)")) {
      fold = true;
      return { kind: "sequence", parts: [] };
    }
    const name = /^\?P?<([A-Za-z]\w*)>/.exec(source.slice(at, at + 200));
    if (!name && !take("?:") && peek() === "?") throw new RegexError("Look-around and inline flags are not supported");
    at += name?.[0].length ?? 0;
    const captures = name !== null || source.slice(at - 2, at) !== "?:";
    const index = captures ? names.push(name?.[1] ?? "") - 1 : -1;
    const part = either();
    if (!take(")")) throw new RegexError("A group is not closed");
    return captures ? { kind: "capture", part, index } : part;
  };
  const escaped = (): RegexNode => {
    if (take("b")) return { kind: "at", where: "edge" };
    if (take("B")) return { kind: "at", where: "inside" };
    return set(escapedRanges());
  };
  /** After a backslash: a class or one character. */
  const escapedRanges = (): Ranges => {
    const char = source[at++];
    if (char === undefined) throw new RegexError("The expression ends in a backslash");
    const known = { d: DIGIT, w: WORD, s: SPACE }[char.toLowerCase()];
    if (known) return char === char.toLowerCase() ? known : inverted(known);
    const code = char === "x" ? /^[\da-fA-F]{2}/ : char === "u" ? /^[\da-fA-F]{4}/ : undefined;
    if (code) {
      const digits = code.exec(source.slice(at, at + 4))?.[0];
      if (digits === undefined) throw new RegexError("A character code is not complete");
      at += digits.length;
      return one(Number.parseInt(digits, 16));
    }
    const control = CONTROLS[char];
    if (control !== undefined) return one(control);
    if (/[A-Za-z1-9]/.test(char)) throw new RegexError(`\\${char} is not supported`);
    return one(char.charCodeAt(0));
  };
  const bracket = (): Ranges => {
    const negated = take("^");
    const found: (readonly [number, number])[] = [];
    const item = (): Ranges => {
      const char = source[at++];
      if (char === undefined) throw new RegexError("A bracket is not closed");
      return char === "\\" ? escapedRanges() : one(char.charCodeAt(0));
    };
    for (let first = true; first || peek() !== "]"; first = false) {
      const low = item();
      const begin = low.length === 1 && low[0]?.[0] === low[0]?.[1] ? low[0]?.[0] : undefined;
      if (begin !== undefined && peek() === "-" && source[at + 1] !== "]" && at + 1 < source.length) {
        at++;
        const end = item()[0]?.[0] ?? 0;
        if (end < begin) throw new RegexError("A range in brackets is out of order");
        found.push([begin, end]);
      } else found.push(...low);
    }
    at++;
    const ranges = joined(found);
    return negated ? inverted(fold ? folded(ranges) : ranges) : ranges;
  };

  const node = either();
  if (at < source.length) throw new RegexError("A parenthesis closes nothing");
  return { node, names };
}

const one = (code: number): Ranges => [[code, code]];

export function joined(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

function inverted(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let from = 0;
  for (const [low, high] of joined(ranges)) {
    if (low > from) out.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST) out.push([from, LAST]);
  return out;
}

/** With both cases of every Latin letter. */
function folded(ranges: Ranges): Ranges {
  const shifted = (low: number, high: number, by: number): [number, number][] =>
    ranges.flatMap(([a, b]) => {
      const [from, to] = [Math.max(a, low), Math.min(b, high)];
      return from > to ? [] : [[from + by, to + by]];
    });
  return joined([...ranges, ...shifted(65, 90, 32), ...shifted(97, 122, -32)]);
}

export const isWord = (code: number): boolean => WORD.some(([low, high]) => code >= low && code <= high);
