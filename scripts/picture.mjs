/** Takes the README's picture from a running `npm start`: node scripts/picture.mjs [http://127.0.0.1:3000] */
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { main, say } from "./lib/say.mjs";
import { browserPath } from "./lib/test-tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

main(async () => {
  const base = process.argv[2] ?? "http://127.0.0.1:3000";
  const browser = await chromium.launch({
    executablePath: await browserPath(root),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 1010 }, baseURL: base });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /operator/i }).click();
  await page.waitForURL((to) => to.pathname === "/");
  await page.goto("/stacks/sandbox/us-east-1/orders-prod/overview");
  await page.locator(".recharts-surface").first().waitFor();
  await page.waitForTimeout(2_000);
  const file = path.join(root, "docs/slipway.png");
  await page.screenshot({ path: file });
  await browser.close();
  say(`Wrote ${path.relative(root, file)}.`);
});
