import { expect, it } from "vitest";
import { safeNextPath } from "./next-path";
import { sameOrigin } from "./origin";

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

it("takes writes from its own host only", () => {
  const from = (headers: Record<string, string>) => sameOrigin(new Headers(headers));
  expect(from({ host: "localhost:3000", origin: "http://localhost:3000" })).toBe(true);
  expect(from({ host: "localhost:3000" })).toBe(false);
  expect(from({ host: "localhost:3000", origin: "null" })).toBe(false);
  expect(from({ host: "localhost:3000", origin: "http://localhost:3001" })).toBe(false);
  expect(from({ host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "cross-site" })).toBe(false);
});
