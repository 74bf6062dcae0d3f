import { expect, it } from "vitest";
import { stackProgress } from "./progress";
import { STACK_STATUS, stackStatus } from "./status";
import type { StackEvent, StackFacts, StackStatus } from "./types";

const facts = (status: StackStatus): StackFacts => ({
  stackId: "arn",
  name: "demo",
  status,
  createdAt: 0,
  parameters: [],
  outputs: [],
  tags: [],
  terminationProtection: false,
  capabilities: [],
});
let id = 0;
const event = (at: number, logicalId: string, status: string, reason?: string): StackEvent => ({
  id: String(++id),
  at,
  logicalId,
  physicalId: logicalId === "demo" ? "arn" : undefined,
  type: logicalId === "demo" ? "AWS::CloudFormation::Stack" : "AWS::X::Y",
  status,
  reason,
});

const update = [
  event(0, "demo", "CREATE_IN_PROGRESS"),
  event(1, "Role", "CREATE_COMPLETE"),
  event(2, "demo", "CREATE_COMPLETE"),
  event(10, "demo", "UPDATE_IN_PROGRESS"),
  event(11, "Task", "UPDATE_IN_PROGRESS"),
  event(12, "Task", "UPDATE_COMPLETE"),
  event(13, "Service", "UPDATE_IN_PROGRESS"),
  event(20, "Service", "UPDATE_IN_PROGRESS", "Eventual consistency check initiated"),
].toReversed();

it("counts only the operation under way, and a repeated IN_PROGRESS is still the same wait", () => {
  expect(stackProgress(facts("UPDATE_IN_PROGRESS"), update, [], 100)).toEqual({
    done: 1,
    total: 2,
    waitingFor: [{ logicalId: "Service", type: "AWS::X::Y", sinceMs: 87 }],
  });
});

it("counts what is planned and has not begun", () => {
  const planned = ["Task", "Service", "Alarm"];
  expect(stackProgress(facts("UPDATE_IN_PROGRESS"), update, [], 100, planned)).toMatchObject({ done: 1, total: 3 });
});

it("is nothing for a stack at rest", () => {
  expect(stackProgress(facts("UPDATE_COMPLETE"), update, [], 100)).toBeNull();
});

it("has words for every status and one for those nobody knows", () => {
  for (const [status, meaning] of Object.entries(STACK_STATUS)) {
    expect(meaning.words).not.toBe("");
    expect(stackStatus(status)).toBe(status);
    if (status !== "REVIEW_IN_PROGRESS") expect(meaning.moving).toBe(status.endsWith("_IN_PROGRESS"));
  }
  expect(stackStatus("IMPORT_COMPLETE")).toBe("UNKNOWN");
  expect(stackStatus("constructor")).toBe("UNKNOWN");
  expect(stackStatus(undefined)).toBe("UNKNOWN");
});
