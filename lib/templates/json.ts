import { Lines, MAX_DEPTH, MAX_VALUES, setOwn, type TextPosition, Unreadable } from "./template-text";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// A run of characters that need no care inside a string; JSON.parse refuses control characters later.
const PLAIN = /[^"\\]*/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * Reads strict JSON (RFC 8259) with the position of every key and item, which JSON.parse does not keep, and refuses
 * duplicate keys, which JSON.parse overwrites silently. Throws `Unreadable`.
 */
export function readJson(text: string): { value: unknown; positions: Map<string, TextPosition> } {
  const lines = new Lines(text);
  const positions = new Map<string, TextPosition>();
  let at = 0;
  let values = 0;

  const fail = (message: string, offset = at): never => {
    throw new Unreadable(message, offset);
  };
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const space = (): void => {
    match(SPACE);
  };
  const expect = (character: string): void => {
    space();
    if (text[at] !== character) fail(at >= text.length ? "the text ends too early" : `expected ${character}`);
    at++;
  };
  const string = (): string => {
    const start = at;
    at++;
    for (;;) {
      match(PLAIN);
      const next = text[at];
      if (next === '"') break;
      if (next !== "\\") fail("the text ends inside a string");
      at += 2;
    }
    at++;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      return fail("a wrong escape or control character in a string", start);
    }
  };
  const word = <T>(literal: string, value: T): T => {
    if (!text.startsWith(literal, at)) fail("unexpected character");
    at += literal.length;
    return value;
  };

  const read = (path: string, depth: number): unknown => {
    if (depth > MAX_DEPTH) throw new Unreadable(`nested deeper than ${MAX_DEPTH} levels`, at, "limit");
    if (++values > MAX_VALUES) throw new Unreadable(`more than ${MAX_VALUES} values`, at, "limit");
    space();
    switch (text[at]) {
      case "{": {
        at++;
        const object: Record<string, unknown> = {};
        space();
        if (text[at] === "}") {
          at++;
          return object;
        }
        for (;;) {
          space();
          if (text[at] !== '"') fail("expected a key in double quotes");
          const start = at;
          const key = string();
          if (Object.hasOwn(object, key)) fail(`the key ${key} appears twice`, start);
          const here = `${path}/${key}`;
          positions.set(here, lines.at(start));
          expect(":");
          setOwn(object, key, read(here, depth + 1));
          space();
          if (text[at] === "}") break;
          expect(",");
        }
        at++;
        return object;
      }
      case "[": {
        at++;
        const list: unknown[] = [];
        space();
        if (text[at] === "]") {
          at++;
          return list;
        }
        for (;;) {
          space();
          const here = `${path}/${list.length}`;
          positions.set(here, lines.at(at));
          list.push(read(here, depth + 1));
          space();
          if (text[at] === "]") break;
          expect(",");
        }
        at++;
        return list;
      }
      case '"':
        return string();
      case "t":
        return word("true", true);
      case "f":
        return word("false", false);
      case "n":
        return word("null", null);
      case undefined:
        return fail("the text ends too early");
      default: {
        const found = match(NUMBER);
        return found === "" ? fail("unexpected character") : Number(found);
      }
    }
  };

  const value = read("", 0);
  space();
  if (at < text.length) fail("text after the end of the document");
  return { value, positions };
}
