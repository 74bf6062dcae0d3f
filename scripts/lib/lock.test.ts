import { fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock } from "./lock.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-lock-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

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
