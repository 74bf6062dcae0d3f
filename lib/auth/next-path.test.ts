import { expect, it } from "vitest";
import { safeNextPath } from "./next-path";

it.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "/a\n//evil",
  "/\t/evil.example",
  "/x/..//evil.example",
  "",
  undefined,
  ["/"],
])("does not follow %j", (next) => {
  expect(safeNextPath(next)).toBe("/");
});

it.each(["/", "/stacks/a/b/c/overview?range=3h", "/launch"])("goes on to %s", (next) => {
  expect(safeNextPath(next)).toBe(next);
});
