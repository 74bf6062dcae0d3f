import { expect, it } from "vitest";
import { logsTopic, parseTopic, serviceTopic } from "./topics";

const ref = { account: "acme co/x", region: "eu-west-1", stack: "orders-prod" };

it("names a topic and reads the name back, whatever is in it", () => {
  const filter = { container: "web", task: "0a1b", text: "a&b=c?/ü" };
  expect(parseTopic(serviceTopic(ref))).toEqual({ kind: "service", ref });
  expect(parseTopic(logsTopic(ref, filter))).toEqual({ kind: "logs", ref, filter });
  expect(parseTopic(logsTopic(ref))).toMatchObject({ kind: "logs", filter: {} });
});

it.each([
  "",
  "x",
  "service/a/b",
  "service//b/c",
  "service/%/b/c",
  "service/a/b/c/d",
  "service/a/b/c%00",
  `fleet/${"x".repeat(2_000)}`,
])("does not take %j for a topic", (name) => {
  expect(parseTopic(name)).toBeNull();
});
