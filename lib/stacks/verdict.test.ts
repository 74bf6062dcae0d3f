import { describe, expect, it } from "vitest";
import type { ScalingActivity } from "@/lib/scaling/types";
import type { Task } from "@/lib/services/types";
import { earlyVerdict, stepBudget } from "./verdict";

const task = (id: string, exitCode: number, createdAt = 1_000): Task => ({
  id,
  arn: id,
  lastStatus: "STOPPED",
  desiredStatus: "STOPPED",
  health: "none",
  taskDefinition: "td:2",
  createdAt,
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "api", image: "acme/api:2", exitCode }],
});
const refused = (id: string): ScalingActivity => ({
  id,
  at: 2_000,
  description: "Launching a new EC2 instance. Status Reason: x",
  cause: "",
  status: "Failed",
  statusMessage:
    "We currently do not have sufficient t3.small capacity (InsufficientInstanceCapacity). Launching EC2 instance failed.",
});
const none = { since: 1_000, tasks: [], serviceEvents: [], activities: [] };

describe("an early verdict", () => {
  it("is given when three tasks failed the same way, not before and not for different faults", () => {
    const three = [task("a", 1), task("b", 1), task("c", 1)];
    expect(earlyVerdict({ ...none, tasks: three })?.sentence).toMatch(
      /^3 tasks failed the same way; this will not recover\. .*exited with code 1/,
    );
    expect(earlyVerdict({ ...none, tasks: three.slice(1) })).toBeNull();
    expect(earlyVerdict({ ...none, tasks: [task("a", 1), task("b", 2), task("c", 3)] })).toBeNull();
  });

  it("does not count what failed before the operation began", () => {
    const old = ["a", "b", "c"].map((id) => task(id, 1, 500));
    expect(earlyVerdict({ ...none, tasks: old })).toBeNull();
  });

  it("is given when Auto Scaling was refused twice", () => {
    const twice = earlyVerdict({ ...none, activities: [refused("1"), refused("2")] });
    expect(twice?.sentence).toMatch(/refused 2 times.*no instances of/);
    expect(twice?.nextStep).toMatch(/another instance type/);
    expect(earlyVerdict({ ...none, activities: [refused("1")] })).toBeNull();
  });
});

it("gives a step twice what it took last time, and never less than its kind needs", () => {
  expect(stepBudget("AWS::ECS::Cluster")).toBe(120_000);
  expect(stepBudget("AWS::ECS::Service", 600_000)).toBe(1_200_000);
  expect(stepBudget("AWS::ECS::Service", 1_000)).toBe(360_000);
});
