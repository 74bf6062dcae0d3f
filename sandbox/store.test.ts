import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Accounts } from "./accounts";
import { readStored, Store } from "./store";
import { Kernel } from "./world/kernel";

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-store-"));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const START = Date.UTC(2026, 10, 24);

describe("a world on disk", () => {
  const worldOf = (large: number) => {
    const kernel = new Kernel(() => START, { start: START });
    const slice = kernel.slice("things", () => ({ list: [] as string[] }));
    return { slice, store: new Store(directory, () => kernel.snapshot(), large) };
  };
  const read = () => (readStored(directory)?.slices.things as { list: string[] } | undefined)?.list;

  it("has every change that was acknowledged", async () => {
    const { slice, store } = worldOf(1_000_000);
    for (const name of ["a", "b", "c"]) {
      slice.list.push(name);
      await store.save();
      expect(read()?.at(-1)).toBe(name);
    }
  });

  it("once it is large is written by the clock, and whole at the end", async () => {
    const { slice, store } = worldOf(500);
    slice.list.push("x".repeat(1000));
    await store.save();
    slice.list.push("b");
    await store.save();
    expect(read()).toHaveLength(1);
    await store.saveAll(START);
    expect(read()).toHaveLength(2);
    slice.list.push("c");
    // Not yet its time again.
    await store.saveAll(START + 1_000);
    expect(read()).toHaveLength(2);
    store.saveAllSync();
    expect(read()).toHaveLength(3);
  });
});

describe("accounts on disk", () => {
  it("are read when they are asked for, and their clocks catch up", () => {
    let wall = START;
    const options = {
      directory,
      pace: 1,
      wall: () => wall,
      onBug: (what: string, error: unknown) => {
        throw new Error(what, { cause: error });
      },
    };
    const before = new Accounts(options);
    before.get("111111111111");
    before.get("222222222222");
    before.close();
    wall += 3_600_000;
    // One that cannot be read does no harm while nobody asks for it.
    fs.writeFileSync(path.join(directory, "222222222222/world.json"), "{ half a");
    const after = new Accounts(options);
    expect([after.has("111111111111"), after.has("222222222222"), after.has("333333333333")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(after.get("111111111111").centre.kernel.now()).toBe(wall);
    expect(() => after.get("222222222222")).toThrow("could not be read");
    after.close();
  });

  it("replaced before they were read leave nothing of the old world", () => {
    const options = { directory, pace: 1, wall: () => START, onBug: () => undefined };
    const before = new Accounts(options);
    before.get("111111111111").centre.world.logs.createGroup({ account: "111111111111", region: "r" }, "/old", {});
    before.close();
    const after = new Accounts(options);
    after.replace("111111111111", START);
    expect(after.get("111111111111").centre.world.logs.list({ account: "111111111111", region: "r" })).toEqual([]);
    after.close();
  });
});
