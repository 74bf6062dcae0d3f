import { describe, expect, it } from "vitest";
import { readCause, readDesiredCount } from "./read-cause";

describe("readCause", () => {
  it.each([
    [
      "At 2024-01-12T16:42:02Z a monitor alarm ScaleOut in state ALARM triggered policy ScaleOutLondon changing the desired capacity from 0 to 4.  At 2024-01-12T16:42:10Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 4.",
      { alarmName: "ScaleOut", policyName: "ScaleOutLondon", change: { from: 0, to: 4 } },
    ],
    [
      "At 2024-01-12T16:42:02Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 1.  At 2024-01-12T16:42:10Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 1.",
      { change: { from: 0, to: 1 } },
    ],
    [
      "At 2024-01-12T16:42:02Z instance i-0a1b was taken out of service in response to a user request, shrinking the capacity from 5 to 4.",
      { change: { from: 5, to: 4 } },
    ],
    [
      "At 2024-01-12T16:42:02Z an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.",
      {},
    ],
    [
      "monitor alarm TargetTracking-service/c/web-AlarmHigh-0a in state ALARM triggered policy web-cpu",
      { alarmName: "TargetTracking-service/c/web-AlarmHigh-0a", policyName: "web-cpu" },
    ],
    ["minimum capacity was set to 3", {}],
  ])("reads %s", (cause, expected) => {
    expect(readCause(cause)).toEqual(expected);
  });
});

it("reads what a service's desired count was set to", () => {
  expect(readDesiredCount("Setting desired count to 12.")).toBe(12);
  expect(readDesiredCount("Attempting to scale due to alarm triggered")).toBeUndefined();
});
