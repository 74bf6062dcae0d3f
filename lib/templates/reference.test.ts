import { describe, expect, it } from "vitest";
import { idOf, readReference, referenceText } from "./reference";

describe("template references", () => {
  it.each([
    ["orders", { id: "orders" }],
    ["orders@3", { id: "orders", version: 3 }],
    ["ecs-ec2-daemon", { id: "ecs-ec2-daemon" }],
    [referenceText("orders", 12), { id: "orders", version: 12 }],
  ])("%s", (text, expected) => {
    expect(readReference(text)).toEqual(expected);
  });

  it.each([
    "",
    "@3",
    "orders@0",
    "orders@-1",
    "orders@x",
    "orders@1@2",
    "../etc/passwd",
    "ORDERS",
    "-a",
    "a-",
    "a".repeat(49),
  ])("%j names none", (text) => {
    expect(readReference(text)).toBeUndefined();
  });

  it.each([
    ["Orders API, 2 zones", "orders-api-2-zones"],
    ["  Büro – Zürich ", "buro-zurich"],
    ["<script>", "script"],
    ["日本", ""],
    [`${"x".repeat(47)} y`, "x".repeat(47)],
  ])("the title %j becomes %j", (title, id) => {
    expect(idOf(title)).toBe(id);
    if (id) expect(readReference(id)).toEqual({ id });
  });
});
