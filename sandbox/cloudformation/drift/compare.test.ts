import { expect, it } from "vitest";
import { differences } from "./compare";

const told = (expected: Record<string, unknown>, actual: Record<string, unknown>) =>
  differences(expected, actual).map((one) => `${one.type} ${one.path} ${one.expected} → ${one.actual}`);

it.each([
  ["numbers and texts alike", { A: "80", B: true }, { A: 80, B: "true" }, []],
  ["a changed value", { A: "1" }, { A: 2 }, ["NOT_EQUAL /A 1 → 2"]],
  ["what the template does not say", { A: 1 }, { A: 1, B: 2 }, []],
  ["what cannot be read", { A: 1, B: 2 }, { A: 1 }, []],
  ["what was taken away", { A: 1 }, { A: undefined }, ["REMOVE /A 1 → null"]],
  ["an empty list nobody keeps", { A: [] }, { A: undefined }, []],
  ["inner members", { A: { B: { C: 1, D: 2 } } }, { A: { B: { C: 3, D: 2, E: 4 } } }, ["NOT_EQUAL /A/B/C 1 → 3"]],
  ["lists in another order", { A: ["x", "y"] }, { A: ["y", "x"] }, []],
  ["an added item", { A: [{ K: "x" }] }, { A: [{ K: "x" }, { K: "y" }] }, ['ADD /A/1 null → {"K":"y"}']],
  ["a removed item", { A: ["x", "y"] }, { A: ["x"] }, ["REMOVE /A/1 y → null"]],
  ["a changed item", { A: [{ K: "x", V: 1 }] }, { A: [{ K: "x", V: 2 }] }, ["NOT_EQUAL /A/0/V 1 → 2"]],
  ["one item of two that look alike", { A: ["x"] }, { A: ["x", "x"] }, ["ADD /A/1 null → x"]],
  ["a document as text", { A: { B: [1] } }, { A: '{"B": [1]}' }, []],
] as const)("%s", (_, expected, actual, wanted) => {
  expect(told(expected, actual)).toEqual(wanted);
});
