import { describe, expect, it } from "vitest";
import { type AlarmRule, evaluate, type MissingData } from "./alarm-evaluation";

const POLICIES: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];
const VALUES: Readonly<Record<string, number | undefined>> = { X: 90, "0": 10, "-": undefined };

const rule = (m: number, n: number, treatMissingData: MissingData): AlarmRule => ({
  comparison: "GreaterThanThreshold",
  threshold: 50,
  evaluationPeriods: n,
  datapointsToAlarm: m,
  treatMissingData,
});

/** AWS's tables: datapoints oldest first, then the state for missing, ignore, breaching and notBreaching. */
const ALL_OF_3 = [
  ["0-X-X", "OK OK OK OK"],
  ["0----", "OK OK OK OK"],
  ["-----", "INSUFFICIENT_DATA keep ALARM OK"],
  ["0XX-X", "ALARM ALARM ALARM ALARM"],
  ["--X--", "ALARM keep ALARM OK"],
] as const;
const TWO_OF_3 = [
  ["0-X-X", "ALARM ALARM ALARM ALARM"],
  ["00X0X", "ALARM ALARM ALARM ALARM"],
  ["0-X--", "OK OK ALARM OK"],
  ["----0", "OK OK ALARM OK"],
  ["---X-", "ALARM keep ALARM OK"],
] as const;

describe.each([
  [3, ALL_OF_3],
  [2, TWO_OF_3],
] as const)("%i out of 3", (m, table) => {
  const rows = table.flatMap(([points, states]) =>
    POLICIES.map((policy, index) => [points, policy, states.split(" ")[index]] as const),
  );
  it.each(rows)("%s with %s is %s", (points, policy, expected) => {
    expect(
      evaluate(
        rule(m, 3, policy),
        [...points].map((point) => VALUES[point]),
      ),
    ).toBe(expected);
  });
});

describe("comparisons at the threshold itself", () => {
  it.each([
    ["GreaterThanThreshold", "OK"],
    ["GreaterThanOrEqualToThreshold", "ALARM"],
    ["LessThanThreshold", "OK"],
    ["LessThanOrEqualToThreshold", "ALARM"],
  ] as const)("%s is %s", (comparison, expected) => {
    expect(evaluate({ ...rule(1, 1, "missing"), comparison }, [undefined, undefined, 50])).toBe(expected);
  });
});

it("waits for the points it needs before a new alarm's first state, unless one of them is good", () => {
  expect(evaluate(rule(3, 3, "missing"), [undefined, undefined, undefined, undefined, 90])).toBe("keep");
  expect(evaluate(rule(3, 3, "missing"), [undefined, undefined, undefined, undefined, 10])).toBe("OK");
});
