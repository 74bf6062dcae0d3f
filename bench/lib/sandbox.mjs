import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { freePort } from "../../scripts/lib/preconditions.mjs";

export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

/** A sandbox process of its own, empty: its address, its controls, the CPU it has used, and how to end it. */
export async function startSandbox(root) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-bench-"));
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(root, "scripts/sandbox.mjs"), "--empty"], {
    cwd: root,
    env: { ...process.env, SANDBOX_PORT: String(port), SLIPWAY_DATA: data },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`the sandbox ended with exit code ${code}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    sdk: { endpoint: url, region: REGION, credentials: { accessKeyId: ACCOUNT, secretAccessKey: "sandbox" } },
    async control(name, input) {
      const answer = await fetch(`${url}/_sandbox/${name}`, {
        method: "POST",
        body: JSON.stringify({ account: ACCOUNT, region: REGION, ...input }),
      });
      if (!answer.ok) throw new Error(`/_sandbox/${name}: ${await answer.text()}`);
      return answer.json();
    },
    /** Seconds of CPU so far; undefined where the system does not tell. */
    cpuSeconds: () => cpuSeconds(child.pid),
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/** User and system time of a process (Linux: /proc/<pid>/stat, in hundredths of a second). */
function cpuSeconds(pid) {
  const file = `/proc/${pid}/stat`;
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
