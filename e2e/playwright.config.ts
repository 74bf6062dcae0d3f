import { defineConfig } from "@playwright/test";

const port = process.env.PORT ?? "3310";
const base = `http://127.0.0.1:${port}`;

/** The built app on a sandbox of its own; each file uses an account of its own, so files do not meet. */
export const ACCOUNTS = [
  { name: "sandbox", accountId: "123456789012", regions: ["us-east-1"] },
  { name: "story", accountId: "200000000001", regions: ["us-east-1"] },
  { name: "bad-input", accountId: "200000000003", regions: ["us-east-1"] },
  { name: "templates", accountId: "200000000007", regions: ["us-east-1"] },
  { name: "panel", accountId: "200000000005", regions: ["us-east-1"] },
  { name: "kinds", accountId: "200000000013", regions: ["us-east-1"] },
];

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.SLIPWAY_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node scripts/start.mjs",
    cwd: "..",
    url: `${base}/api/health`,
    // For work on the tests themselves: a console that is already there.
    reuseExistingServer: process.env.SLIPWAY_E2E_REUSE === "1",
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    stdout: "pipe",
    env: {
      PORT: port,
      SANDBOX_PORT: process.env.SANDBOX_PORT ?? "4610",
      SLIPWAY_DATA: process.env.SLIPWAY_DATA ?? ".slipway-test",
      SLIPWAY_DIST: process.env.SLIPWAY_DIST ?? ".next-test",
      SLIPWAY_SETTLE_SECONDS: "2",
      SLIPWAY_ACCOUNTS: JSON.stringify(ACCOUNTS),
    },
  },
});
