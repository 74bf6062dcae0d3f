import { describe, expect, it } from "vitest";
import { datapointsIn, shortReason } from "./alarm-reason";

const TWO =
  "Threshold Crossed: 2 out of the last 2 datapoints [83.9 (23/11/26 14:02:00), 81.4 (23/11/26 14:01:00)] were greater than the threshold (75.0) (minimum 2 datapoints for OK -> ALARM transition).";
const MANY =
  "Threshold Crossed: 10 out of the last 10 datapoints were less than the threshold (30.0). The most recent datapoints which crossed the threshold: [11.546035 (23/11/26 07:41:00), 13.024077 (23/11/26 07:40:00)] (minimum 10 datapoints for OK -> ALARM transition).";
const BACK =
  "Threshold Crossed: 1 out of the last 3 datapoints [63.6 (23/11/26 07:02:00)] was not greater than the threshold (75.0) (minimum 1 datapoint for ALARM -> OK transition).";
const NONE = "Unchecked: Initial alarm creation";

it("reads the datapoints oldest first, and none from other texts", () => {
  expect(datapointsIn(TWO)).toEqual([81.4, 83.9]);
  expect(datapointsIn(MANY)).toEqual([13.024077, 11.546035]);
  expect(datapointsIn(NONE)).toEqual([]);
});

describe("a reason in short", () => {
  it.each([
    [TWO, "2 of 2 datapoints over 75: 81.4, 83.9"],
    [MANY, "10 of 10 datapoints under 30: newest 13, 11.5"],
    [BACK, BACK],
    [NONE, NONE],
  ])("%s", (reason, short) => {
    expect(shortReason(reason)).toBe(short);
  });
});
