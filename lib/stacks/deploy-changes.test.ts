import { expect, it } from "vitest";
import { unexpectedChanges } from "./deploy-changes";
import type { ResourceChange } from "./types";

const change = (logicalId: string, type: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  logicalId,
  type,
  action: "Modify",
  replacement: "False",
  properties: [],
  ...more,
});
const task = change("TaskDefinition", "AWS::ECS::TaskDefinition", { replacement: "True" });
const service = change("Service", "AWS::ECS::Service");
const later = "{{changeSet:KNOWN_AFTER_APPLY}}";
const alarm = (properties: ResourceChange["properties"], more: Partial<ResourceChange> = {}) =>
  change("Alarm", "AWS::CloudWatch::Alarm", { properties, ...more });
const reads = { path: "/Properties/Dimensions/1/Value", before: "s", after: later, cause: "Service.Name" };

it("takes a new task definition, its service and what only reads them for a deployment", () => {
  expect(unexpectedChanges({ changes: [task, service, alarm([reads])] })).toEqual([]);
});

it.each([
  ["a service that is replaced", change("Service", "AWS::ECS::Service", { replacement: "True" })],
  ["a service that may be replaced", change("Service", "AWS::ECS::Service", { replacement: "Conditional" })],
  ["a service that goes", change("Service", "AWS::ECS::Service", { action: "Remove", replacement: null })],
  ["another resource", change("Group", "AWS::AutoScaling::AutoScalingGroup")],
  [
    "an alarm with a threshold of its own",
    alarm([reads, { path: "/Properties/Threshold", cause: "scaleUp", after: "80" }]),
  ],
  ["a reader that is replaced", alarm([reads], { replacement: "True" })],
  ["a reader of something else", alarm([{ ...reads, cause: "Group.Name" }])],
])("refuses %s", (_, odd) => {
  expect(unexpectedChanges({ changes: [task, ...(odd.logicalId === "Service" ? [] : [service]), odd] })).toEqual([odd]);
});
