import { expect, it } from "vitest";
import { abortChoice } from "./abort";
import { STACK_STATUS, stackStatus } from "./status";

it.each(Object.keys(STACK_STATUS))("%s: one API, or why none, while it moves; nothing at rest", (text) => {
  const status = stackStatus(text);
  const choice = abortChoice({ status, name: "demo" });
  expect(choice !== null).toBe(STACK_STATUS[status].moving);
  const api = { UPDATE_IN_PROGRESS: "CancelUpdateStack", CREATE_IN_PROGRESS: "DeleteStack" }[text] ?? null;
  expect(choice?.api ?? null).toBe(api);
  if (choice?.api === null) expect(choice.why).toMatch(/\.$/);
  if (choice?.api) expect(choice.follows).toMatch(/\.$/);
});
