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

  it.each([
    "a-b",
    '"open',
    "%(a+)+%",
    "%[%",
    "{ $.a = }",
    "{ $.a = 1",
    "{ a = 1 }",
    "{ $.a[*].b[*] = 1 }",
    "{ $.a IS 5 }",
    "{ $.a > x }",
    "[a",
    "[a, b =]",
    "[..., a, ...]",
    "x".repeat(1025),
  ])("refuses %s", (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow(expect.objectContaining({ code: "InvalidParameterException" }));
  });

  it.each([
    ['{ $.tags[*] = "slow" }', true],
    ['{ $.tags[1] = "db" }', true],
    ["{ $.calls[*].ms > 100 }", true],
    ["{ $.calls[*].ms > 500 }", false],
    ['{ $.["user.id"] = 7 }', true],
    ["{ $.ok IS TRUE }", true],
    ["{ $.text IS TRUE }", false],
    ["{ $.path = %^/or.*s$% }", true],
    ["{ $.missing != 5 }", false],
  ])("looks into lists, odd names and expressions: %s", (pattern, expected) => {
    const line = JSON.stringify({
      tags: ["slow", "db"],
      calls: [{ ms: 3 }, { ms: 300 }],
      "user.id": 7,
      ok: true,
      text: "true",
      path: "/orders",
    });
    expect(compileFilterPattern(pattern)(line)).toBe(expected);
  });

  it.each([
    ["[ip, user, at, request, status, bytes]", true],
    ["[ip, user, at, request, status]", false],
    ["[ip, ...]", true],
    ["[..., status = 4*, bytes]", true],
    ["[..., status, bytes > 1000]", true],
    ["[..., status = 500, bytes]", false],
    ["[ip = %^10\\.%, ..., status != 5*, bytes]", true],
    ['[ip, user, at, request = "GET *", ...]', true],
    ["[ip, user, at, request, (status = 404 || status = 410) && status != 500, bytes]", true],
  ])("tells the words of a line apart: %s", (pattern, expected) => {
    const line = '10.0.0.7 frank [23/Nov/2026:08:00:00 +0000] "GET /orders/1 HTTP/1.1" 404 1534';
    expect(compileFilterPattern(pattern)(line)).toBe(expected);
  });
});
