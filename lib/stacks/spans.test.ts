import { expect, it } from "vitest";
import { lastTime, stackRuns } from "./spans";
import type { StackEvent } from "./types";

let id = 0;
const event = (at: number, logicalId: string, status: string, reason?: string): StackEvent => ({
  id: String(++id),
  at,
  logicalId,
  physicalId: "",
  type: logicalId === "demo" ? "AWS::CloudFormation::Stack" : "AWS::X::Y",
  status,
  reason,
});
const told = [
  event(0, "demo", "CREATE_IN_PROGRESS", "User Initiated"),
  event(1, "Role", "CREATE_IN_PROGRESS"),
  event(5, "Role", "CREATE_COMPLETE"),
  event(6, "demo", "CREATE_COMPLETE"),
  event(100, "demo", "UPDATE_IN_PROGRESS", "User Initiated"),
  event(101, "Service", "UPDATE_IN_PROGRESS"),
  event(131, "Service", "UPDATE_COMPLETE"),
  event(132, "demo", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
  event(133, "demo", "UPDATE_COMPLETE"),
  event(200, "demo", "UPDATE_IN_PROGRESS", "User Initiated"),
  event(201, "Service", "UPDATE_IN_PROGRESS"),
  event(205, "demo", "UPDATE_IN_PROGRESS", "Eventual consistency check initiated"),
];

it("tells a stack's operations apart, and each resource's first and last moment in them", () => {
  const runs = stackRuns("demo", told.toReversed());
  expect(runs.map(({ verb, from, to, ended }) => [verb, from, to, ended])).toEqual([
    ["UPDATE", 200, undefined, undefined],
    ["UPDATE", 100, 133, "UPDATE_COMPLETE"],
    ["CREATE", 0, 6, "CREATE_COMPLETE"],
  ]);
  expect(runs[0]?.spans).toMatchObject([{ logicalId: "Service", from: 201, to: undefined }]);
  expect(runs[1]?.spans).toMatchObject([{ logicalId: "Service", from: 101, to: 131 }]);
});

it("keeps a failure and the going back in one run", () => {
  const failed = [
    ...told,
    event(210, "Service", "UPDATE_FAILED", "it broke"),
    event(211, "demo", "UPDATE_ROLLBACK_IN_PROGRESS"),
    event(212, "Service", "UPDATE_IN_PROGRESS"),
    event(220, "Service", "UPDATE_COMPLETE"),
    event(221, "demo", "UPDATE_ROLLBACK_COMPLETE"),
  ];
  const [run] = stackRuns("demo", failed.toReversed());
  expect(run).toMatchObject({ verb: "UPDATE", from: 200, to: 221, ended: "UPDATE_ROLLBACK_COMPLETE" });
  expect(run?.spans).toMatchObject([{ from: 201, to: 220, status: "UPDATE_COMPLETE" }]);
});

it("says how long the same took when it last ended well, and nothing the first time", () => {
  const runs = stackRuns("demo", told.toReversed());
  expect(lastTime(runs)).toBe(33);
  expect(lastTime(runs, "Service")).toBe(30);
  expect(lastTime(runs, "Role")).toBeUndefined();
  expect(lastTime(runs.slice(2))).toBeUndefined();
});
