import { expect, test } from "vitest";
import { Kernel } from "./kernel";

test("events run in time order, ties in the order they were planned", () => {
  const kernel = new Kernel(() => 0, { start: 0 });
  const seen: string[] = [];
  kernel.on<string>("say", (word) => seen.push(`${word}@${kernel.now()}`));
  kernel.schedule("say", 30, "c");
  kernel.schedule("say", 10, "a");
  kernel.schedule("say", 10, "b");
  kernel.cancel(kernel.schedule("say", 20, "never"));
  kernel.runUntil(100);
  expect(seen).toEqual(["a@10", "b@10", "c@30"]);
  expect(kernel.now()).toBe(100);
});

test("advance runs ahead of the wall and stays ahead; time never goes back", () => {
  let wall = 1_000;
  const kernel = new Kernel(() => wall, { start: 1_000 });
  kernel.advance(60_000);
  expect(kernel.now()).toBe(61_000);
  wall = 3_000;
  kernel.sync();
  expect(kernel.now()).toBe(63_000);
  wall = 0;
  kernel.sync();
  expect(kernel.now()).toBe(63_000);
});

test("a world written to disk goes on where it stopped", () => {
  const first = new Kernel(() => 0, { start: 0 });
  first.on("tick", () => {});
  first.schedule("tick", 50, { n: 1 });
  first.slice("counts", () => ({ ticks: 0 })).ticks = 7;
  first.random();
  const copy = JSON.parse(JSON.stringify(first.snapshot()));
  const second = new Kernel(() => 0, copy);
  const seen: unknown[] = [];
  second.on("tick", (data) => seen.push(data));
  second.runUntil(60);
  expect(seen).toEqual([{ n: 1 }]);
  expect(second.slice("counts", () => ({ ticks: 0 })).ticks).toBe(7);
  expect(second.random()).toBe(first.random());
});
