import { expect, it } from "vitest";
import { allPages, batches } from "./pages";

it("goes on past an empty page and ends only without a token", async () => {
  const pages: Record<string, { items: number[]; next?: string }> = {
    "": { items: [1], next: "a" },
    a: { items: [], next: "b" },
    b: { items: [2] },
  };
  expect(await allPages("x:List", async (token) => pages[token ?? ""] ?? { items: [] })).toEqual([1, 2]);
});

it("does not go round for ever when a token repeats", async () => {
  const ask = allPages("x:List", async () => ({ items: [1], next: "same" }));
  await expect(ask).rejects.toMatchObject({ code: "aws_unreachable" });
});

it("splits a list", () => {
  expect(batches([1, 2, 3], 2)).toEqual([[1, 2], [3]]);
});
