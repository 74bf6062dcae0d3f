import { describe, expect, it } from "vitest";
import type { AwsCall } from "@/lib/aws/client";
import { createBudget } from "./budget";
import { testClock } from "./test-clock";

const place = { account: "a", region: "eu-central-1" };
const FILTER = "logs:FilterLogEvents";
const called = (api: string, outcome: AwsCall["outcome"] = "ok"): AwsCall => ({ place, api, ms: 1, outcome });

/** How many calls get through in a time, asked for as fast as they are let. */
async function callsIn(ms: number, api: string, before?: (budget: ReturnType<typeof createBudget>) => void) {
  const clock = testClock();
  const budget = createBudget({ clock });
  before?.(budget);
  let calls = 0;
  let over = false;
  void (async () => {
    while (!over) {
      await budget.acquire(place, api);
      if (!over) calls += 1;
    }
  })();
  await clock.pass(ms);
  over = true;
  return calls;
}

describe("the budget", () => {
  it("spends at most half of a published quota", async () => {
    // FilterLogEvents: 5 a second in eu-central-1. Half is 2.5, with a small burst.
    const calls = await callsIn(10_000, FILTER);
    expect(calls).toBeGreaterThanOrEqual(25);
    expect(calls).toBeLessThanOrEqual(28);
  });

  it("slows down when AWS throttles, once for a whole burst, and is back within ten seconds", async () => {
    const burst = (budget: ReturnType<typeof createBudget>) => {
      for (let call = 0; call < 20; call += 1) budget.note(called(FILTER, "throttled"));
    };
    // Half of 2.5 a second, without the burst of the beginning.
    expect(await callsIn(1_900, FILTER, burst)).toBe(2);
    const whole = await callsIn(60_000, FILTER);
    const after = await callsIn(60_000, FILTER, burst);
    expect(whole - after).toBeLessThanOrEqual(8);
  });

  it("lets APIs of one token bucket share it", async () => {
    const clock = testClock();
    const budget = createBudget({ clock });
    for (let call = 0; call < 50; call += 1) await budget.acquire(place, "ecs:ListTasks");
    let sent = false;
    void budget.acquire(place, "ecs:DescribeTasks").then(() => {
      sent = true;
    });
    await clock.pass(50);
    expect(sent).toBe(false);
    await clock.pass(100);
    expect(sent).toBe(true);
  });

  it("says how much is spent, of which API, and that AWS throttled", () => {
    const clock = testClock();
    const budget = createBudget({ clock });
    for (let call = 0; call < 75; call += 1) budget.note(called(FILTER));
    budget.note(called("cloudformation:DescribeStacks", "throttled"));
    expect(budget.use([place, { account: "b", region: "us-east-1" }])).toEqual([
      { ...place, used: 0.5, throttled: true, topApi: FILTER },
      { account: "b", region: "us-east-1", used: 0, throttled: false, topApi: undefined },
    ]);
  });
});
