import { expect, it } from "vitest";
import { searchItems } from "./palette-search";

const items = [
  { href: "/launch", label: "Launch a service", hint: "page" },
  { href: "/a", label: "orders-prod", hint: "stack in sandbox · us-east-1" },
  { href: "/b", label: "reorders-dev", hint: "stack in sandbox · eu-west-1" },
  { href: "/c", label: "orders-prod: logs", hint: "sandbox · us-east-1" },
];
const found = (typed: string) => searchItems(items, typed).map((item) => item.href);

it("shows all before anything is typed", () => {
  expect(found("  ")).toEqual(["/launch", "/a", "/b", "/c"]);
});

it("puts names that begin with the text before those that hold it", () => {
  expect(found("ord")).toEqual(["/a", "/c", "/b"]);
});

it("wants every word, in name or hint", () => {
  expect(found("orders eu-west")).toEqual(["/b"]);
  expect(found("orders mars")).toEqual([]);
});
