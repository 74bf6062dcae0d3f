import { expect, it } from "vitest";
import type { ScalingActivity, ScalingPolicy } from "@/lib/scaling/types";
import { allActivities, changeKey } from "./activities";
import { policyWords } from "./policy-words";

const policy = (more: Partial<ScalingPolicy>): ScalingPolicy => ({
  name: "p",
  arn: "a",
  type: "SimpleScaling",
  alarms: [],
  ...more,
});
const tracking = (metric: string, value: number, more: Partial<ScalingPolicy> = {}) =>
  policy({ type: "TargetTrackingScaling", target: { metric, value, scalesIn: true }, ...more });

it.each([
  [policy({ adjustment: 1, cooldownSeconds: 180 }), "SimpleScaling, +1, cooldown 180 s"],
  [policy({ adjustment: -2 }), "SimpleScaling, −2"],
  [tracking("ECSServiceAverageCPUUtilization", 60), "keeps CPU at 60%"],
  [tracking("QueueDepth", 12), "keeps QueueDepth at 12"],
  [
    tracking("CapacityProviderReservation", 100, { name: "ECSManagedAutoScalingPolicy-0a" }),
    "keeps reserved capacity at 100%; made by ECS for the capacity provider: instances follow what tasks need",
  ],
])("case %#", (given, words) => {
  expect(policyWords(given)).toBe(words);
});

it("says of a policy without scale-in that it never removes", () => {
  const target = { metric: "CPUUtilization", value: 50, scalesIn: false };
  expect(policyWords(policy({ target }))).toBe("keeps CPU at 50%, never removes");
});

const activity = (id: string, at: number, more: Partial<ScalingActivity> = {}): ScalingActivity => ({
  id,
  at,
  description: "",
  cause: "monitor alarm a in state ALARM triggered policy p",
  status: "Successful",
  ...more,
});
const part = <T>(data: T) => ({ data, at: 1, error: null });

it("puts the activities of both sources in one order, and tells changes of tasks apart though their causes repeat", () => {
  const own = [activity("t2", 30, { of: "tasks" }), activity("t1", 10, { of: "tasks" })];
  const all = allActivities({
    activities: part([activity("i1", 20), activity("i2", 20)]),
    taskScaling: part({ min: 1, max: 4, suspended: [], policies: [], activities: own }),
  });
  expect(all.map(({ id }) => id)).toEqual(["t2", "i1", "i2", "t1"]);
  expect(new Set(all.map(changeKey)).size).toBe(3);
});
