import { describe, expect, it } from "vitest";
import type { Operation } from "@/lib/operations/types";
import type { StackFacts } from "@/lib/stacks/types";
import { isNews, operationWords, settleWords } from "./operation-words";

const NOW = Date.UTC(2026, 10, 23);
const operation = (change: Partial<Operation>): Operation => ({
  id: "o",
  kind: "deploy",
  mechanism: "update-stack",
  state: "accepted",
  account: "sandbox",
  region: "us-east-1",
  stack: "orders-prod",
  clientToken: "t",
  by: "dana",
  title: "Deploy 1.6.0",
  startedAt: NOW - 60_000,
  ...change,
});
const stack = (status: StackFacts["status"]): StackFacts => ({
  stackId: "s",
  name: "orders-prod",
  status,
  createdAt: 0,
  parameters: [],
  outputs: [],
  tags: [],
  terminationProtection: false,
  capabilities: [],
});

describe("an operation in words", () => {
  it("says that its stack goes back rather than that it is under way", () => {
    expect(operationWords(operation({}), stack("UPDATE_IN_PROGRESS")).words).toBe("under way");
    expect(operationWords(operation({}), stack("UPDATE_ROLLBACK_IN_PROGRESS"))).toEqual({
      tone: "warn",
      words: "Update failed, going back",
    });
  });

  it("keeps its own end, whatever the stack does next", () => {
    expect(operationWords(operation({ state: "rolled_back" }), stack("UPDATE_IN_PROGRESS")).tone).toBe("bad");
  });

  it("is news while it runs, a good end for a minute, a bad one for ten", () => {
    const ended = (state: Operation["state"], ago: number) => isNews(operation({ state, endedAt: NOW - ago }), NOW);
    expect(isNews(operation({ startedAt: 0 }), NOW)).toBe(true);
    expect([ended("succeeded", 50_000), ended("succeeded", 70_000)]).toEqual([true, false]);
    expect([ended("failed", 500_000), ended("failed", 700_000)]).toEqual([true, false]);
  });

  it("counts how long all have been healthy", () => {
    expect(settleWords({ healthy: 2, wanted: 3, since: NOW - 90_000, neededMs: 60_000 }, NOW)).toBe("2 of 3 healthy");
    expect(
      settleWords({ healthy: 3, wanted: 3, since: NOW - 90_000, allHealthySince: NOW - 40_500, neededMs: 60_000 }, NOW),
    ).toBe("3 of 3 healthy, for 40 s of 60 s");
  });
});
