import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearRegex } from "./regex";

describe("a linear regular expression", () => {
  it.each([
    ["abc", "xxabcxx", true],
    ["^abc$", "abc", true],
    ["^abc$", "abcd", false],
    ["(?i)error", "An ERROR", true],
    ["(?i)[^a]", "A", false],
    ["a{2,3}b", "aaab", true],
    ["^a{2,3}b", "ab", false],
    ["\\bcat\\b", "the cat.", true],
    ["\\bcat\\b", "concat", false],
    ["\\Bcat", "concat", true],
    ["[\\w.-]+@\\w+", "mail me@home", true],
    ["[]a]", "]", true],
    ["[a\\-z]", "-", true],
    ["\\x41\\u0042", "AB", true],
    ["é+", "caféé", true],
    ["(GET|POST) /\\d+", "POST /12", true],
    ["a|", "", true],
    ["a{", "a{", true],
  ])("%s on %s is %s", (source, text, expected) => {
    expect(linearRegex(source).test(text)).toBe(expected);
  });

  it.each(["(", ")", "[a", "a**", "*a", "(?=a)", "(?<=a)b", "(a)\\1", "\\p{L}", "a{3,2}", "\\", "((a{99}){99}){99}"])(
    "refuses %s",
    (source) => {
      expect(() => linearRegex(source)).toThrow();
    },
  );

  it("finds groups as a backtracking engine would", () => {
    const read = linearRegex("(?<method>\\w+) (?<path>/\\S*?)(\\?(?<query>.*))? (?<status>\\d{3}) (\\d+)ms");
    expect(read.names).toEqual(["method", "path", "", "query", "status", ""]);
    expect(read.exec("INFO GET /a?b=c 200 12ms")).toEqual(["GET", "/a", "?b=c", "b=c", "200", "12"]);
    expect(read.exec("GET /a 200 12ms")?.[3]).toBe("");
    expect(read.exec("nothing")).toBeUndefined();
  });

  it("agrees with JavaScript's own engine", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      "c",
      ".",
      "[ab]",
      "[^a]",
      "\\w",
      "\\b",
      "^",
      "$",
      "(a|bc)",
      "(b|)",
      "(?:ab)",
    );
    const piece = fc.tuple(atom, fc.constantFrom("", "", "*", "+", "?", "{1,2}", "*?", "+?"));
    const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) =>
      // JavaScript refuses to repeat an assertion.
      pieces.map(([one, many]) => (/^(\\b|\^|\$)$/.test(one) ? one : one + many)).join(""),
    );
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 12 });
    fc.assert(
      fc.property(source, text, (one, line) => {
        const expected = new RegExp(one).exec(line);
        const mine = linearRegex(one);
        expect(mine.test(line)).toBe(expected !== null);
        // A group repeated around an empty match is kept differently by engines; single groups are compared.
        if (!/\)[*+?{]/.test(one)) expect(mine.exec(line)).toEqual(expected?.slice(1).map((group) => group ?? ""));
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it("is not held up by what would keep a backtracking engine busy for ever", () => {
    const text = `${"a".repeat(20_000)}!`;
    for (const source of ["^(a+)+$", "(a|a)*b", "a*a*a*a*a*b", "(.*)*x$", ".*.*.*.*=.*;"]) {
      expect(linearRegex(source).test(text)).toBe(false);
      expect(linearRegex(`${source}|!`).exec(text)).toBeDefined();
    }
  });
});
