import { describe, expect, it } from "vitest";
import { checkTable } from "../test-sample";
import { flap } from "./thresholds";

checkTable("thresholds", [
  ["thresholds that fit", {}, {}, { status: "pass", evidence: /3 instances at 30% become 2 at 45%, not above 75%/ }],
  [
    "thresholds that flap",
    { scaleDownCpuThreshold: "60" },
    {},
    { status: "fail", evidence: /3 instances at 60% become 2 at 90%/, set: { scaleDownCpuThreshold: "50" } },
  ],
  [
    "one instance at least",
    { minClusterSize: "1", scaleDownCpuThreshold: "60" },
    {},
    { status: "fail", evidence: /2 instances at 60% become 1 at 120%/, set: { scaleDownCpuThreshold: "35" } },
  ],
  ["a fixed size", { maxClusterSize: "2" }, {}, { status: "warn", evidence: /can change nothing/ }],
]);

describe("flap: removing one of N must not cross the line that adds one", () => {
  it.each([
    [{ min: 1, max: 4, up: 75, down: 37 }, undefined],
    [{ min: 1, max: 4, up: 75, down: 37.5 }, undefined],
    [
      { min: 1, max: 4, up: 75, down: 38 },
      { instances: 2, best: 37 },
    ],
    [{ min: 3, max: 6, up: 80, down: 60 }, undefined],
    [
      { min: 3, max: 6, up: 80, down: 61 },
      { instances: 4, best: 60 },
    ],
    [{ min: 2, max: 2, up: 75, down: 74 }, undefined],
    [
      { min: 1, max: 2, up: 1, down: 1 },
      { instances: 2, best: undefined },
    ],
    [{ min: 1, max: 2, up: 75, down: 0 }, undefined],
  ])("%j", (thresholds, expected) => {
    if (expected === undefined) expect(flap(thresholds)).toBeUndefined();
    else expect(flap(thresholds)).toMatchObject(expected);
  });
});
