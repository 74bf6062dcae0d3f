import { describe, expect, it } from "vitest";
import { compileFilterPattern } from "./filter-pattern";

const LINES = [
  "GET /orders/8812 200 12ms",
  "ERROR payment failed: card declined",
  "ERROR timeout after 3000 ms",
  "WARN slow query",
  '{"level":"ERROR","status":503,"path":"/orders/1","user":null}',
  '{"level":"info","status":200,"path":"/catalog/7"}',
];
const matched = (pattern: string) =>
  LINES.flatMap((line, index) => (compileFilterPattern(pattern)(line) ? [index] : []));

describe("filter patterns", () => {
  it.each([
    ["", [0, 1, 2, 3, 4, 5]],
    ["ERROR", [1, 2, 4]],
    ["error", []],
    ["ERROR timeout", [2]],
    ["?WARN ?timeout", [2, 3]],
    // AWS ignores the optional terms once there is a plain one.
    ["?WARN ERROR", [1, 2, 4]],
    ["ERROR -timeout", [1, 4]],
    ['"payment failed"', [1]],
    ['-"payment failed" ERROR', [2, 4]],
    ["%\\d+ms$%", [0]],
    ['{ $.level = "ERROR" }', [4]],
    ["{ $.status >= 200 && $.status < 300 }", [5]],
    ['{ ($.status = 503 || $.status = 200) && $.path = "/catalog*" }', [5]],
    ['{ $.path = "*orders*" }', [4]],
    ["{ $.user IS NULL }", [4]],
    ["{ $.user NOT EXISTS }", [5]],
    ['{ $.level != "ERROR" }', [5]],
  ])("%s", (pattern, expected) => {
    expect(matched(pattern)).toEqual(expected);
  });

  it.each(["a-b", '"open', "%(a+)+%", "%[%", "%.*.*.*x%", "{ $.a = }", "{ $.a = 1", "{ a = 1 }"])(
    "refuses %s",
    (pattern) => {
      expect(() => compileFilterPattern(pattern)).toThrow(
        expect.objectContaining({ code: "InvalidParameterException" }),
      );
    },
  );
});
