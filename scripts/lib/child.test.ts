import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Child } from "./child.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-child-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function child(code: string, more: object = {}) {
  const script = path.join(folder, "child.mjs");
  fs.writeFileSync(script, code);
  return new Child({ name: "console", script, env: process.env, isReady: undefined, onLine: undefined, ...more });
}

const isGone = (pid: number | undefined) => {
  try {
    process.kill(pid ?? 0, 0);
    return false;
  } catch {
    return true;
  }
};

test("one that is not ready in time is gone before its start has failed, also when it heeds no signal", async () => {
  const stubborn = child(`process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`);
  await expect(stubborn.start({ timeoutMs: 300 })).rejects.toThrow("console was not ready after 0.3 s");
  expect(stubborn.pid).toBeGreaterThan(0);
  expect(isGone(stubborn.pid)).toBe(true);
});

test("one that ends by itself says how; another server that answers does not make it ready", async () => {
  const ending = child("process.exit(7)", {
    // Answers only once it has ended: whoever had the port before.
    isReady: async () => isGone(ending.pid),
  });
  await expect(ending.start()).rejects.toThrow("console ended at its start (exit code 7)");
});

test("one that cannot be made fails its start and takes nothing down", async () => {
  const node = process.execPath;
  process.execPath = path.join(folder, "no-such-node");
  const impossible = child("").start();
  process.execPath = node;
  await expect(impossible).rejects.toThrow(/console ended at its start \(.*ENOENT.*\)/);
});

test("comes back when it dies and stays away when it is stopped", async () => {
  const said = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const one = child(`process.send({ type: "ready" }); process.on("disconnect", () => process.exit(0));`);
  await one.start();
  const first = one.pid;
  process.kill(first ?? 0, "SIGKILL");
  await vi.waitUntil(() => one.pid !== first && said.mock.calls.some(([line]) => /is back/.test(String(line))), {
    timeout: 20_000,
  });
  await one.stop(5_000);
  expect(isGone(one.pid)).toBe(true);
  said.mockRestore();
});
