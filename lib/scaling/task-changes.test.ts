import { expect, it } from "vitest";
import { withTaskChanges } from "./task-changes";
import type { ScalingActivity, Series } from "./types";

const MIN = 60_000;
const activity = (at: number, wanted: number | undefined, status = "Successful"): ScalingActivity => ({
  id: String(at),
  of: "tasks",
  at,
  description: "",
  cause: "",
  status,
  wanted,
});
const tasks: Series = {
  id: "tasks",
  label: "",
  unit: "count",
  periodSeconds: 60,
  points: [
    [0, 2],
    [MIN, null],
    [2 * MIN, 3],
  ],
};
const changes = (activities: readonly ScalingActivity[], series?: Series) =>
  withTaskChanges(activities, series).map(({ change }) => change);

it("takes what the activity before set, leaving out failed ones and those that set nothing", () => {
  const list = [
    activity(9 * MIN, 4),
    activity(8 * MIN, undefined),
    activity(7 * MIN, 5, "Failed"),
    activity(6 * MIN, 3),
  ];
  expect(changes(list)).toEqual([{ from: 3, to: 4 }, undefined, undefined, undefined]);
});

it("takes the tasks that ran in the minute before for the oldest", () => {
  expect(changes([activity(2.5 * MIN, 4)], tasks)).toEqual([{ from: 2, to: 4 }]);
  expect(changes([activity(3 * MIN, 4)], tasks)).toEqual([{ from: 3, to: 4 }]);
  expect(changes([activity(MIN / 2, 4)], tasks)).toEqual([undefined]);
});
