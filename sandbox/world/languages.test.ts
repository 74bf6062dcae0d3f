import fc from "fast-check";
import { expect, it } from "vitest";
import { AwsError } from "../wire/handler";
import { parseRule, RuleError } from "./composite-rule";
import { compileFilterPattern } from "./filter-pattern";
import { planQuery } from "./insights-plan";
import { Row } from "./insights-rows";
import { InsightsError } from "./insights-tokens";
import { MathError, parseMath } from "./math-parser";

/**
 * Whatever is written in the small languages of CloudWatch is either understood or refused as the caller's mistake, and
 * what is understood runs on any line. Anything else would be the sandbox's own failure.
 */
const words = (...some: string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...some), fc.string({ maxLength: 4 })), { maxLength: 14 })
    .map((all) => all.join(" "));
const LINES = ['{"a": {"b": [1, "x"]}, "ms": 5}', "10.0.0.1 GET /orders 200 12ms", "", "{", "é\n\u0000"];

function isRefusedOrRuns(run: () => void, isRefusal: (error: unknown) => boolean): void {
  try {
    run();
  } catch (error) {
    expect(isRefusal(error), String(error)).toBe(true);
  }
}

it("filter patterns", () => {
  const some = words(
    "{",
    "}",
    "$.a",
    "$.a.b[*]",
    "=",
    "!=",
    ">",
    "&&",
    "||",
    "(",
    ")",
    "[",
    "]",
    "...",
    ",",
    "%a+%",
    "?x",
    "-x",
    '"q r"',
    "5*",
    "IS",
    "NULL",
    "NOT",
    "EXISTS",
  );
  fc.assert(
    fc.property(some, (pattern) =>
      isRefusedOrRuns(
        () => LINES.map(compileFilterPattern(pattern)),
        (error) => error instanceof AwsError && error.code === "InvalidParameterException",
      ),
    ),
    { numRuns: 1500, seed: 3 },
  );
});

it("Insights queries", () => {
  const some = words(
    "fields",
    "filter",
    "stats",
    "sort",
    "limit",
    "parse",
    "dedup",
    "display",
    "|",
    "@message",
    "ms",
    "a.b",
    "count(*)",
    "avg(ms)",
    "bin(5m)",
    "by",
    "as",
    "x",
    "like",
    "/a+/",
    "'*'",
    '"s"',
    "5",
    "(",
    ")",
    ",",
    "and",
    "not",
    "in",
    "[",
    "]",
    "+",
    "-",
    "desc",
    "strlen(",
    "pct(ms, 90)",
  );
  fc.assert(
    fc.property(some, (query) =>
      isRefusedOrRuns(
        () => {
          const plan = planQuery(query);
          for (const [seq, message] of LINES.entries()) {
            plan.push(new Row({ at: 1, ingestedAt: 1, message, stream: "s", log: "l", group: "g", seq }));
          }
          expect(plan.results()).toBeDefined();
        },
        (error) => error instanceof InsightsError,
      ),
    ),
    { numRuns: 1500, seed: 3 },
  );
});

it("metric math and alarm rules", () => {
  const math = words("a", "SUM(", "FILL(", ")", "[", "]", "+", "*", "^", "-", "1.5e3", ",", "&&", "'t'", "REPEAT");
  fc.assert(
    fc.property(math, (text) =>
      isRefusedOrRuns(
        () => parseMath(text),
        (error) => error instanceof MathError,
      ),
    ),
    { numRuns: 1000, seed: 3 },
  );
  const rule = words("ALARM(a)", "OK(", "AND", "OR", "NOT", "(", ")", '"x"', "TRUE", "FALSE");
  fc.assert(
    fc.property(rule, (text) =>
      isRefusedOrRuns(
        () => parseRule(text),
        (error) => error instanceof RuleError,
      ),
    ),
    { numRuns: 1000, seed: 3 },
  );
});
