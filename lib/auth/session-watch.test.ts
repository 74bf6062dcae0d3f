import { expect, it } from "vitest";
import { testClock } from "@/lib/live/test-clock";
import { watchSession } from "./session-watch";
import type { Session } from "./types";

const ann: Session = { id: "s", userId: "u", name: "ann", role: "operator" };

it("says what the row says", async () => {
  let row: Session | null = ann;
  const valid = watchSession(testClock(), async () => row, "operator");
  expect(await valid()).toBe(true);
  row = { ...ann, role: "viewer" };
  expect(await valid()).toBe(false);
  row = null;
  expect(await valid()).toBe(false);
});

it.each([
  ["hangs", () => new Promise<never>(() => {})],
  ["refuses", () => Promise.reject(new Error("connection refused"))],
])("ends a stream after a minute in which the database %s, not before", async (_, away) => {
  const clock = testClock();
  let find: () => Promise<Session | null> = async () => ann;
  const valid = watchSession(clock, () => find());
  await clock.pass(10 * 60_000);
  expect(await valid()).toBe(true);
  const ask = async () => {
    const answer = valid();
    await clock.pass(5_000);
    return answer;
  };
  find = away;
  const answers: boolean[] = [];
  for (let n = 0; n < 13; n += 1) answers.push(await ask());
  expect(answers.indexOf(false)).toBeGreaterThanOrEqual(10);
  expect(answers.at(-1)).toBe(false);
  find = async () => ann;
  expect(await valid()).toBe(true);
});
