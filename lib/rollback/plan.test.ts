import { describe, expect, it } from "vitest";
import type { Operation } from "@/lib/operations/types";
import type { Release } from "@/lib/releases/types";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts, StackStatus } from "@/lib/stacks/types";
import { planRollback, type RollbackInput } from "./plan";

const STACK_ID = "arn:aws:cloudformation:us-east-1:123456789012:stack/demo/1";
const stackIn = (status: StackStatus, tag = "1.5.0", more: Partial<StackFacts> = {}): StackFacts => ({
  stackId: STACK_ID,
  name: "demo",
  status,
  createdAt: 1,
  updatedAt: 2,
  parameters: [
    { key: "containerName", value: "api" },
    { key: "containerTag", value: tag },
    { key: "maxClusterSize", value: "4" },
    { key: "password", value: "****" },
  ],
  outputs: [],
  tags: [],
  terminationProtection: false,
  capabilities: [],
  ...more,
});

let number = 0;
const release = (version: string, more: Partial<Release> = {}): Release => ({
  id: `r-${version}-${++number}`,
  number,
  account: "a",
  region: "us-east-1",
  stack: "demo",
  stackId: STACK_ID,
  version,
  templateSha256: "t1",
  parameters: { containerName: "api", containerTag: version, maxClusterSize: "4" },
  secretParameters: ["password"],
  imageParameters: ["containerName", "containerTag"],
  tags: {},
  by: "Ada",
  at: number,
  outcome: "succeeded",
  healthyAt: number,
  origin: "slipway",
  ...more,
});

const plan = (input: Partial<RollbackInput> & { stack: StackFacts | null }) =>
  planRollback({ releases: [], operation: null, service: null, tasks: [], ...input });

const operation = (more: Partial<Operation>): Operation => ({
  id: "o",
  kind: "deploy",
  mechanism: "execute-change-set",
  state: "accepted",
  account: "a",
  region: "us-east-1",
  stack: "demo",
  clientToken: "t",
  by: "Ada",
  title: "Deploy 1.5.0",
  startedAt: 1,
  ...more,
});

describe("which mechanism, from every status", () => {
  const good = release("1.4.2");
  const bad = release("1.5.0");
  const expected: Record<StackStatus, string> = {
    CREATE_IN_PROGRESS: "delete-stack",
    CREATE_FAILED: "delete-stack",
    CREATE_COMPLETE: "update-stack",
    ROLLBACK_IN_PROGRESS: "refused",
    ROLLBACK_FAILED: "delete-stack",
    ROLLBACK_COMPLETE: "delete-stack",
    DELETE_IN_PROGRESS: "refused",
    DELETE_FAILED: "delete-stack",
    DELETE_COMPLETE: "refused",
    UPDATE_IN_PROGRESS: "cancel-update",
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: "refused",
    UPDATE_COMPLETE: "update-stack",
    UPDATE_FAILED: "refused",
    UPDATE_ROLLBACK_IN_PROGRESS: "refused",
    UPDATE_ROLLBACK_FAILED: "continue-update-rollback",
    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "refused",
    UPDATE_ROLLBACK_COMPLETE: "update-stack",
    REVIEW_IN_PROGRESS: "delete-stack",
    UNKNOWN: "refused",
  };
  it.each(Object.keys(STACK_STATUS) as StackStatus[])("%s", (status) => {
    const decision = plan({ stack: stackIn(status), releases: [bad, good] });
    expect(decision.allowed ? decision.mechanism : "refused").toBe(expected[status]);
    if (!decision.allowed) expect(decision.why).not.toBe("");
    else if (decision.mechanism === "delete-stack") expect(decision.label).toMatch(/delete/i);
  });

  it("deletes nothing that is protected", () => {
    const stack = stackIn("ROLLBACK_COMPLETE", "1.5.0", { terminationProtection: true });
    expect(plan({ stack })).toMatchObject({ allowed: false, why: expect.stringContaining("protected") });
  });
});

describe("where it goes back to", () => {
  it("is the newest other release that was observed healthy", () => {
    const releases = [release("1.5.0"), release("1.4.3", { healthyAt: undefined }), release("1.4.2"), release("1.4.1")];
    const decision = plan({ stack: stackIn("UPDATE_COMPLETE"), releases });
    expect(decision).toMatchObject({ allowed: true, label: "Roll back to 1.4.2", target: { version: "1.4.2" } });
  });

  it("is never a release of an earlier stack of this name", () => {
    const releases = [release("1.5.0"), release("1.4.2", { stackId: "arn:of-a-deleted-stack" })];
    expect(plan({ stack: stackIn("UPDATE_COMPLETE"), releases }).allowed).toBe(false);
  });

  it("does not bounce between two bad releases", () => {
    const first = release("1.4.2");
    const bad = release("1.5.0", { undoneAt: 9 });
    const back = release("1.4.2", { rollbackOf: first.id });
    const decision = plan({ stack: stackIn("UPDATE_COMPLETE", "1.4.2"), releases: [back, bad, first] });
    expect(decision).toMatchObject({ allowed: false });
  });

  it("after an update that failed and went back, leaves from what runs now", () => {
    const older = release("1.4.1");
    const now = release("1.4.2");
    const failed = release("1.5.0", { outcome: "rolled_back", healthyAt: undefined });
    const decision = plan({ stack: stackIn("UPDATE_ROLLBACK_COMPLETE", "1.4.2"), releases: [failed, now, older] });
    expect(decision).toMatchObject({ current: { id: now.id }, target: { id: older.id } });
  });

  it("is what a person chose, with warnings", () => {
    const parameters = { containerName: "api", containerTag: "1.3.0", maxClusterSize: "2" };
    const gone = { healthyAt: undefined, templateSha256: "t0", outcome: "rolled_back" } as const;
    const old = release("1.3.0", { ...gone, parameters });
    const decision = plan({ stack: stackIn("UPDATE_COMPLETE"), releases: [release("1.5.0"), old], targetId: old.id });
    expect(decision).toMatchObject({ allowed: true, target: { id: old.id } });
    const warnings = decision.allowed ? decision.warnings.join(" ") : "";
    expect(warnings).toMatch(/never observed healthy/);
    expect(warnings).toMatch(/template has changed/);
    expect(warnings).toMatch(/settings stay as they are now: maxClusterSize/);
  });

  it("names the version a cancel returns to, and warns of cancelling a rollback", () => {
    const running = release("1.5.0", { outcome: "running", healthyAt: undefined });
    const input = { stack: stackIn("UPDATE_IN_PROGRESS"), releases: [running, release("1.4.2")] };
    expect(plan(input)).toMatchObject({ label: "Cancel update and return to 1.4.2" });
    const decision = plan({ ...input, operation: operation({ kind: "rollback", mechanism: "update-stack" }) });
    expect(decision.allowed && decision.warnings.join()).toMatch(/itself a rollback/);
  });
});

describe("what it costs", () => {
  const releases = [release("1.5.0"), release("1.4.2")];
  const service = (desired: number, minimumHealthyPercent: number, scheduling: "DAEMON" | "REPLICA" = "DAEMON") => ({
    clusterName: "c",
    clusterArn: "c",
    serviceName: "s",
    serviceArn: "s",
    status: "ACTIVE",
    scheduling,
    desired,
    running: desired,
    pending: 0,
    taskDefinition: "td:1",
    deployments: [],
    minimumHealthyPercent,
    createdAt: 0,
  });
  it.each([
    [1, 0, true],
    [2, 0, true],
    [2, 50, false],
    [3, 50, false],
  ])("%i tasks with a minimum of %i percent: interrupts %s", (desired, minimum, interrupts) => {
    const decision = plan({ stack: stackIn("UPDATE_COMPLETE"), releases, service: service(desired, minimum) });
    expect(decision).toMatchObject({ restartsTasks: desired, interruptsService: interrupts });
  });

  it("waits for an operation that has only just begun, but not for one whose targets are being watched", () => {
    const stack = stackIn("UPDATE_COMPLETE");
    expect(plan({ stack, releases, operation: operation({ state: "intent" }) }).allowed).toBe(false);
    expect(plan({ stack, releases, operation: operation({ state: "settling" }) }).allowed).toBe(true);
  });

  it("is made for one state of the stack", () => {
    const one = plan({ stack: stackIn("UPDATE_COMPLETE"), releases });
    const other = plan({ stack: stackIn("UPDATE_COMPLETE", "1.5.0", { updatedAt: 3 }), releases });
    expect(one.allowed && other.allowed && one.basis !== other.basis).toBe(true);
  });
});
