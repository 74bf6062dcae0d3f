import { expect, it } from "vitest";
import { attempts } from "./attempts";

const MINUTE = 60_000;

it("lets a name try ten times in ten minutes, then wait, and start anew after a right password", () => {
  const counted = attempts();
  const tries = (count: number, at: number) => Array.from({ length: count }, () => counted.take("ann", at));
  expect(tries(12, 0)).toEqual([...Array(10).fill(true), false, false]);
  expect(counted.take("ben", 0)).toBe(true);
  expect(counted.take("ann", 10 * MINUTE - 1)).toBe(false);
  expect(counted.take("ann", 10 * MINUTE)).toBe(true);
  counted.succeeded("ann");
  expect(tries(11, 10 * MINUTE)).toEqual([...Array(10).fill(true), false]);
});

it("remembers a bounded number of names, and forgets the one that was tried longest ago", () => {
  const counted = attempts();
  for (let n = 0; n < 10; n += 1) counted.take("ann", 0);
  counted.take("ben", 0);
  for (let n = 0; n < 9; n += 1) counted.take("ben", 0);
  for (let n = 0; n < 9_998; n += 1) counted.take(`other ${n}`, 0);
  expect(counted.take("ben", 0)).toBe(false);
  counted.take("one more", 0);
  expect(counted.take("ann", 0)).toBe(true);
});
