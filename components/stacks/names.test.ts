import { expect, it } from "vitest";
import { serviceName } from "./names";

it.each([
  ["orders-prod", "prod", "orders"],
  ["orders-prod", "", "orders-prod"],
  ["orders", "prod", "orders"],
  ["-prod", "prod", "-prod"],
  ["reproduce", "prod", "reproduce"],
])("%s in stage %j is called %s", (stack, stage, name) => {
  expect(serviceName(stack, stage)).toBe(name);
});
