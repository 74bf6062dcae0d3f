import { expect, it } from "vitest";
import type { Part } from "@/lib/live/types";
import type { Operation } from "@/lib/operations/types";
import type { Release } from "@/lib/releases/types";
import { stackOf } from "@/lib/services/test-samples";
import type { StackFacts } from "@/lib/stacks/types";
import { releaseChoices } from "./release-choices";

const part = <D>(data: D): Part<D> => ({ data, at: 1, error: null });
const now = stackOf({ parameters: [{ key: "containerTag", value: "1.5.0" }] });

const release = (id: string, tag: string, more: Partial<Release> = {}): Release => ({
  id,
  number: 1,
  account: "a",
  region: "us-east-1",
  stack: "orders",
  stackId: now.stackId,
  version: tag,
  templateSha256: "t",
  parameters: { containerTag: tag },
  secretParameters: [],
  imageParameters: ["containerTag"],
  tags: {},
  by: "Ada",
  at: 1,
  outcome: "succeeded",
  origin: "slipway",
  ...more,
});

const operation: Operation = {
  id: "o",
  kind: "deploy",
  mechanism: "execute-change-set",
  state: "intent",
  account: "a",
  region: "us-east-1",
  stack: "orders",
  clientToken: "t",
  by: "Ada",
  title: "Deploy 1.6.0",
  startedAt: 1,
};

const offered = (releases: Release[], stack: StackFacts = now, under: Operation | null = null) =>
  releaseChoices({ stack: part(stack), releases: part(releases), operation: part(under) }).map(({ id }) => id);

it("offers every release but the one that runs", () => {
  expect(
    offered([release("new", "1.5.0"), release("old", "1.4.2"), release("bad", "1.4.1", { outcome: "failed" })]),
  ).toEqual(["old", "bad"]);
  expect(offered([release("only", "1.5.0")])).toEqual([]);
});

it("leaves out another stack of the name and what is being deployed", () => {
  expect(
    offered([release("elsewhere", "1.4.2", { stackId: "gone" }), release("begun", "1.6.0", { outcome: "running" })]),
  ).toEqual([]);
});

it("offers nothing while the stack moves or something has just been started", () => {
  const old = [release("old", "1.4.2")];
  expect(offered(old, { ...now, status: "UPDATE_ROLLBACK_IN_PROGRESS" })).toEqual([]);
  expect(offered(old, now, operation)).toEqual([]);
  expect(offered(old, now, { ...operation, state: "settling" })).toEqual(["old"]);
  expect(offered(old, now, { ...operation, state: "failed", endedAt: 2 })).toEqual(["old"]);
});
