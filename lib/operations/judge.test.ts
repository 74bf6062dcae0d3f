import { describe, expect, it } from "vitest";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackEvent, StackFacts, StackStatus } from "@/lib/stacks/types";
import { judge } from "./judge";
import { settleStep } from "./settle";
import type { Mechanism } from "./types";

const ID = "arn:aws:cloudformation:us-east-1:123456789012:stack/demo/1";
const stackIn = (status: StackStatus): StackFacts => ({
  stackId: ID,
  name: "demo",
  status,
  createdAt: 0,
  parameters: [],
  outputs: [],
  tags: [],
  terminationProtection: false,
  capabilities: [],
});
const event = (status: string, at: number, clientToken?: string): StackEvent => ({
  id: `${status}-${at}`,
  at,
  logicalId: "demo",
  physicalId: ID,
  type: "AWS::CloudFormation::Stack",
  status,
  clientToken,
});

/** The stack's own events, oldest first as told here, newest first as AWS answers. */
const told = (...events: StackEvent[]) => events.toReversed();
const look = (mechanism: Mechanism, status: StackStatus, events: StackEvent[], interrupted = false) =>
  judge({ mechanism, clientToken: "mine", startedAt: 10_000, stack: stackIn(status), events, interrupted });

describe("what has become of an operation", () => {
  const cases: [Mechanism, StackStatus, boolean, string][] = [
    ["create-stack", "CREATE_COMPLETE", false, "complete"],
    ["create-stack", "ROLLBACK_COMPLETE", false, "failed"],
    ["create-stack", "CREATE_FAILED", false, "failed"],
    ["create-stack", "DELETE_COMPLETE", true, "cancelled"],
    ["update-stack", "UPDATE_COMPLETE", false, "complete"],
    ["execute-change-set", "UPDATE_COMPLETE", false, "complete"],
    ["execute-change-set", "UPDATE_ROLLBACK_COMPLETE", false, "rolled_back"],
    ["execute-change-set", "UPDATE_ROLLBACK_COMPLETE", true, "cancelled"],
    ["update-stack", "UPDATE_ROLLBACK_FAILED", false, "failed"],
    ["update-stack", "UPDATE_FAILED", false, "failed"],
    ["cancel-update", "UPDATE_ROLLBACK_COMPLETE", false, "complete"],
    ["cancel-update", "UPDATE_COMPLETE", false, "failed"],
    ["continue-update-rollback", "UPDATE_ROLLBACK_COMPLETE", false, "complete"],
    ["continue-update-rollback", "UPDATE_ROLLBACK_FAILED", false, "failed"],
    ["delete-stack", "DELETE_COMPLETE", false, "succeeded"],
    ["delete-stack", "DELETE_FAILED", false, "failed"],
  ];
  it.each(cases)("%s ending in %s (interrupted: %s) is %s", (mechanism, status, interrupted, wanted) => {
    const verdict = look(
      mechanism,
      status,
      told(
        event("CREATE_COMPLETE", 5_000, "older"),
        event("UPDATE_IN_PROGRESS", 10_100, "mine"),
        event(status, 20_000, "mine"),
      ),
      interrupted,
    );
    expect(verdict.kind === "ended" ? verdict.state : verdict.kind).toBe(wanted);
  });

  it.each(Object.keys(STACK_STATUS) as StackStatus[])("%s decides no operation it did not come from", (status) => {
    expect(look("update-stack", status, told(event("UPDATE_COMPLETE", 20_000, "somebody-else")))).toEqual({
      kind: "unseen",
    });
  });

  it("does not take the end of the operation before for its own", () => {
    const events = told(event("UPDATE_COMPLETE", 9_900, "older"), event("UPDATE_IN_PROGRESS", 10_100, "mine"));
    expect(look("update-stack", "UPDATE_COMPLETE", events)).toEqual({ kind: "moving" });
  });

  it("goes by time where an endpoint knows no tokens", () => {
    expect(look("update-stack", "UPDATE_COMPLETE", told(event("UPDATE_COMPLETE", 2_000)))).toEqual({ kind: "unseen" });
    expect(look("update-stack", "UPDATE_COMPLETE", told(event("UPDATE_COMPLETE", 12_000)))).toEqual({
      kind: "complete",
    });
  });

  it("knows its cancel by what it sets off, though the events carry the update's token", () => {
    const events = told(
      event("UPDATE_IN_PROGRESS", 8_000, "update"),
      event("UPDATE_ROLLBACK_IN_PROGRESS", 10_200, "update"),
      event("UPDATE_ROLLBACK_COMPLETE", 12_000, "update"),
    );
    expect(look("cancel-update", "UPDATE_ROLLBACK_COMPLETE", events)).toEqual({ kind: "complete" });
  });

  it("sees nothing in a missing stack, but a deletion has then succeeded", () => {
    const gone = { clientToken: "mine", startedAt: 0, stack: null, events: [], interrupted: false } as const;
    expect(judge({ ...gone, mechanism: "create-stack" })).toEqual({ kind: "unseen" });
    expect(judge({ ...gone, mechanism: "delete-stack" })).toEqual({ kind: "ended", state: "succeeded" });
  });
});

describe("watching targets", () => {
  const before = { healthy: 0, wanted: 0, since: 0, neededMs: 60_000 };
  const seen = (healthy: number, more = {}) => ({
    hasService: true,
    healthy,
    wanted: 2,
    rollout: "COMPLETED" as const,
    versions: [],
    stoppedTasks: [],
    events: [],
    ...more,
  });
  const LIMIT = 900_000;

  it("succeeds only after the whole time without a gap", () => {
    const first = settleStep(before, seen(2), 1_000, LIMIT);
    expect(first).toMatchObject({ kind: "watching", settle: { allHealthySince: 1_000 } });
    const gap = settleStep(first.settle, seen(1), 59_000, LIMIT);
    expect(gap.settle.allHealthySince).toBeUndefined();
    const again = settleStep(gap.settle, seen(2), 61_000, LIMIT);
    expect(settleStep(again.settle, seen(2), 120_999, LIMIT).kind).toBe("watching");
    expect(settleStep(again.settle, seen(2), 121_000, LIMIT).kind).toBe("healthy");
  });

  it("does not count targets while the deployment still runs, nor nothing as healthy", () => {
    expect(
      settleStep(before, seen(2, { rollout: "IN_PROGRESS" }), 1_000, LIMIT).settle.allHealthySince,
    ).toBeUndefined();
    expect(settleStep(before, seen(0, { wanted: 0 }), 1_000, LIMIT).settle.allHealthySince).toBeUndefined();
  });

  it("fails when the deployment fails or time is up, and asks nothing of a stack without a service", () => {
    expect(settleStep(before, seen(1, { rollout: "FAILED" }), 1_000, LIMIT).kind).toBe("failed");
    expect(settleStep(before, seen(1), LIMIT + 60_001, LIMIT).kind).toBe("failed");
    expect(settleStep(before, seen(0, { hasService: false }), 0, LIMIT).kind).toBe("healthy");
  });
});
