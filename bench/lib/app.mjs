import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { chromium } from "@playwright/test";
import { freePort } from "../../scripts/lib/preconditions.mjs";
import { step } from "../../scripts/lib/say.mjs";
import { browserPath } from "../../scripts/lib/test-tools.mjs";

// The SDK's word on Node 20's end would stand in the table.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const ACCOUNT = "123456789012";
const REGION = "us-east-1";

/** The built console on its own sandbox and data, a browser signed in as operator, and the sandbox's controls. */
export async function startApp(root) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-bench-"));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [path.join(root, "scripts/start.mjs")], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      SLIPWAY_DATA: data,
      SLIPWAY_SETTLE_SECONDS: "2",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    await browser?.close();
    if (server.exitCode === null) {
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
    }
    fs.rmSync(data, { recursive: true, force: true });
  };
  let browser;
  await step("Starting the console", () => ready(server));
  try {
    browser = await chromium.launch({
      executablePath: await browserPath(root),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
      ],
    });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: url });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByRole("button", { name: /operator/i }).click();
    await page.waitForURL((to) => to.pathname === "/");
    await page.close();
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    return { root, url, context, cookie, account: "sandbox", region: REGION, ...sandboxOf(sandboxPort), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(server) {
  return new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`npm start ended with exit code ${code}`)));
    server.stdout.setEncoding("utf8");
    server.stdout.on("data", (text) => text.includes("Slipway is at") && resolve());
  });
}

function sandboxOf(port) {
  const sandboxUrl = `http://127.0.0.1:${port}`;
  /** POSTs one of the sandbox's controls, or GETs it when there is no input. */
  const control = async (name, input) => {
    const answer = await fetch(`${sandboxUrl}/_sandbox/${name}${input ? "" : `?account=${ACCOUNT}&region=${REGION}`}`, {
      ...(input ? { method: "POST", body: JSON.stringify({ account: ACCOUNT, region: REGION, ...input }) } : {}),
    });
    if (!answer.ok) throw new Error(`/_sandbox/${name}: ${await answer.text()}`);
    return answer.json();
  };
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: "sandbox" };
  return { sandboxUrl, control, sdk: { endpoint: sandboxUrl, region: REGION, credentials } };
}

/** The p-th percentile (0–1) of numbers. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}
