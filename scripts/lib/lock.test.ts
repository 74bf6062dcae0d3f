import { fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeLock } from "./lock.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-lock-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const holderScript = () => {
  const script = path.join(folder, "holder.mjs");
  fs.writeFileSync(
    script,
    `import { takeLock } from ${JSON.stringify(path.resolve(__dirname, "lock.mjs"))};
     await takeLock(process.argv[2]); process.send("held"); setInterval(() => {}, 1000);`,
  );
  return script;
};

test("a second process is refused and told who holds the lock; a killed holder's lock is free again", async () => {
  const file = path.join(folder, "lock");
  const holder = fork(holderScript(), [file]);
  await new Promise((resolve) => holder.once("message", resolve));
  expect(await takeLock(file, { waitMs: 0 })).toEqual({ heldBy: holder.pid });
  holder.kill("SIGKILL");
  await new Promise((resolve) => holder.once("exit", resolve));
  const release = await takeLock(file, { waitMs: 0 });
  expect(release).toBeTypeOf("function");
  if (typeof release === "function") release();
  expect(fs.existsSync(file)).toBe(false);
});

test("a lock whose pid was given to another process since is free", async () => {
  const file = path.join(folder, "lock");
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, started: "1" }));
  expect(await takeLock(file, { waitMs: 0 })).toBeTypeOf("function");
});

test("a lock file of garbage does not keep anybody out", async () => {
  const file = path.join(folder, "lock");
  fs.writeFileSync(file, "{");
  expect(await takeLock(file, { waitMs: 0 })).toBeTypeOf("function");
});

/** A lock of this test's parent, which lives. */
const living = () => {
  const stat = fs.readFileSync(`/proc/${process.ppid}/stat`, "utf8");
  const started = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return JSON.stringify({ pid: process.ppid, started });
};
const dead = JSON.stringify({ pid: 2 ** 22 + 1, started: "1" });
const graves = () => fs.readdirSync(folder).filter((name) => name.includes("dead"));

/** Lets `meanwhile` happen right before the first time `call` is made. */
function before(call: "renameSync" | "linkSync", on: string, meanwhile: () => void): void {
  const real = fs[call] as (...args: unknown[]) => unknown;
  const spy = vi.spyOn(fs, call) as unknown as { mockImplementation(made: (...args: unknown[]) => unknown): void };
  let first = true;
  spy.mockImplementation((...args) => {
    if (first && String(args[0]).includes(on)) {
      first = false;
      meanwhile();
    }
    return real(...args);
  });
}

test.skipIf(!fs.existsSync("/proc/self/stat"))(
  "a lock that vanishes while it is looked at is not stolen from its next holder",
  async () => {
    const file = path.join(folder, "lock");
    const next = living();
    fs.writeFileSync(file, dead);
    // Released before it is read; the next holder has it right after.
    const real = fs.readFileSync as (...args: unknown[]) => string;
    let first = true;
    vi.spyOn(fs, "readFileSync").mockImplementation((...args: unknown[]) => {
      if (!first || args[0] !== file) return real(...args);
      first = false;
      fs.writeFileSync(file, next);
      throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    });
    expect(await takeLock(file, { waitMs: 0 })).toEqual({ heldBy: process.ppid });
    expect(fs.readFileSync(file, "utf8")).toBe(next);
  },
);

test.skipIf(!fs.existsSync("/proc/self/stat"))(
  "a living lock that was buried for a dead one is given back",
  async () => {
    const file = path.join(folder, "lock");
    const next = living();
    fs.writeFileSync(file, dead);
    before("renameSync", file, () => fs.writeFileSync(file, next));
    expect(await takeLock(file, { waitMs: 0 })).toEqual({ heldBy: process.ppid });
    expect(fs.readFileSync(file, "utf8")).toBe(next);
    expect(graves()).toEqual([]);
  },
);

test.skipIf(!fs.existsSync("/proc/self/stat"))("what cannot be given back leaves no grave behind", async () => {
  const file = path.join(folder, "lock");
  const next = living();
  fs.writeFileSync(file, dead);
  before("renameSync", file, () => fs.writeFileSync(file, next));
  before("linkSync", ".dead.", () => fs.writeFileSync(file, next));
  expect(await takeLock(file, { waitMs: 0 })).toEqual({ heldBy: process.ppid });
  expect(graves()).toEqual([]);
});
