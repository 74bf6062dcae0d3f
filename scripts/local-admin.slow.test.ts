import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "./lib/preconditions.mjs";

/** `npm start` on another endpoint, as its user meets it: no buttons, a local admin. `npm test` builds the console first. */

const root = fileURLToPath(new URL("..", import.meta.url));
const built = process.env.SLIPWAY_TEST_DIST;
const START_MS = 150_000;

let data: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-admin-"));
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child?.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  }
  fs.rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

describe.skipIf(!built)("npm start with AWS_ENDPOINT_URL", () => {
  test("prints the first admin's password once; it opens the door, a wrong one does not, and both are in the audit", {
    timeout: 240_000,
  }, async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    let output = "";
    // Nothing answers there: signing in needs no AWS.
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const made = spawn(process.execPath, [path.join(root, "scripts/start.mjs")], {
      cwd: root,
      env: { ...process.env, ...env, PORT: String(port), SLIPWAY_DATA: data, SLIPWAY_DIST: built },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = made;
    for (const stream of [made.stdout, made.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    for (const end = Date.now() + START_MS; !output.includes("Slipway is at"); await sleep(50)) {
      if (made.exitCode !== null || Date.now() > end) throw new Error(`it did not start:\n${output}`);
    }
    const [, password = ""] = /Sign in as "admin" with the password (\S+)/.exec(output) ?? [];
    expect(password.length).toBeGreaterThanOrEqual(20);

    const html = await (await fetch(`${url}/sign-in`)).text();
    expect(html).not.toContain("Continue as");
    const [, action = ""] = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html) ?? [];
    const signIn = (fields: Record<string, string>) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ [action]: "", next: "/audit", ...fields })) body.set(name, value);
      return fetch(`${url}/sign-in`, { method: "POST", body, redirect: "manual", headers: { origin: url } });
    };
    const wrong = await signIn({ name: "admin", password: "not-the-password" });
    expect(wrong.headers.get("location")).toContain("error=wrong");
    expect((await signIn({ role: "admin" })).headers.get("location")).toContain("error=wrong");
    const right = await signIn({ name: "admin", password });
    expect(right.headers.get("location")).toMatch(/\/audit$/);
    const cookie = right.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
    const audit = await (await fetch(`${url}/audit`, { headers: { cookie } })).text();
    expect(audit).toContain("session.sign-in");
    expect(audit).toContain("wrong password");
    expect(audit).not.toContain("not-the-password");
    expect(audit).not.toContain(password);
  });
});
