import { describe, expect, it } from "vitest";
import { alarmBands } from "./bands";
import { fill, instancesFromActivities } from "./series";
import type { ScalingActivity } from "./types";

const MIN = 60_000;

describe("fill", () => {
  it("puts null where a minute has no point, but not where it is only late", () => {
    const points = [
      [0, 10],
      [2 * MIN, 30.12345],
    ] as const;
    expect(fill(points, 0, 5 * MIN)).toEqual([
      [0, 10],
      [MIN, null],
      [2 * MIN, 30.123],
    ]);
  });

  it("shows a real silence: a gap longer than lateness", () => {
    expect(fill([[0, 10]], 0, 8 * MIN).at(-1)).toEqual([4 * MIN, null]);
  });

  it("is empty for a metric nobody writes", () => {
    expect(fill([], 0, 5 * MIN)).toEqual([]);
  });
});

describe("instancesFromActivities", () => {
  it("counts back from the number now", () => {
    const activity = (at: number, description: string): ScalingActivity => ({
      id: description,
      at,
      endedAt: at,
      description,
      cause: "",
      status: "Successful",
      instanceId: "i-1",
    });
    const activities = [
      activity(4 * MIN, "Terminating EC2 instance: i-1"),
      activity(2 * MIN, "Launching a new EC2 instance: i-2"),
      { ...activity(3 * MIN, "Launching a new EC2 instance: i-3"), status: "Failed" },
    ];
    expect(instancesFromActivities(activities, 2, 0, 6 * MIN).points.map(([, count]) => count)).toEqual([
      2, 2, 3, 3, 2, 2,
    ]);
  });
});

describe("alarmBands", () => {
  const alarm = { name: "high", state: "ALARM" as const, stateReason: "why" };
  it("is one open band without changes", () => {
    expect(alarmBands(alarm, [], 5)).toEqual([{ alarm: "high", state: "ALARM", from: 5, reason: "why" }]);
  });

  it("begins in the state before the first change and ends open", () => {
    const changes = [
      { alarm: "high", at: 10, from: "OK", to: "ALARM", reason: "up" },
      { alarm: "other", at: 11, from: "OK", to: "ALARM" },
      { alarm: "high", at: 20, from: "ALARM", to: "OK", reason: "down" },
    ] as const;
    expect(alarmBands(alarm, changes, 5)).toEqual([
      { alarm: "high", state: "OK", from: 5, to: 10 },
      { alarm: "high", state: "ALARM", from: 10, to: 20, reason: "up" },
      { alarm: "high", state: "OK", from: 20, to: undefined, reason: "down" },
    ]);
  });
});
