import { expect, it } from "vitest";
import type { ResourceChange } from "@/lib/stacks/types";
import { readValues, splitChanges } from "./split-changes";

const later = "{{changeSet:KNOWN_AFTER_APPLY}}";
const change = (logicalId: string, cause: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  logicalId,
  type: "AWS::X::Y",
  action: "Modify",
  replacement: "False",
  properties: [{ path: "/Properties/p", before: "a", after: later, cause }],
  ...more,
});
const task = change("TaskDefinition", "containerTag", {
  replacement: "True",
  properties: [{ path: "/Properties/Image", before: "1", after: "2", cause: "containerTag" }],
});
const service = change("Service", "TaskDefinition");
const high = change("CpuHighAlarm", "Service.Name");
const low = change("CpuLowAlarm", "Service.Name");

const ids = (changes: readonly ResourceChange[]) => changes.map(({ logicalId }) => logicalId);

it("folds what only reads a name that stays, and puts causes first", () => {
  const { certain, readers } = splitChanges([high, low, service, task]);
  expect(ids(certain)).toEqual(["TaskDefinition", "Service"]);
  expect(ids(readers)).toEqual(["CpuHighAlarm", "CpuLowAlarm"]);
  expect(readValues(readers)).toEqual(["Service.Name"]);
});

it("keeps readers of a replaced resource, and those with a change of their own, as certain", () => {
  const replaced = { ...service, replacement: "True" as const };
  expect(ids(splitChanges([high, replaced]).readers)).toEqual([]);
  const raised = {
    ...high,
    properties: [...high.properties, { path: "/Properties/Threshold", before: "75", after: "80", cause: "up" }],
  };
  expect(ids(splitChanges([raised, service]).readers)).toEqual([]);
});
