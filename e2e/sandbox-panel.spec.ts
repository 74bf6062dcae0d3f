import { expect, type Page, test } from "@playwright/test";
import { advanceUntil, control, sandboxState, signIn, stackAddress, visit } from "./lib/console";

const ACCOUNT = "panel";
const STACK = "orders-prod";

test.describe.configure({ mode: "serial" });

let page: Page;
test.beforeAll(async ({ browser }) => {
  await control(ACCOUNT, "demo");
  page = await browser.newPage();
  await signIn(page, "operator");
  await visit(page, stackAddress(ACCOUNT, STACK));
});
test.afterAll(async () => {
  await page.close();
});

const open = async () => {
  await page.getByRole("button", { name: /^sandbox/ }).click();
  const panel = page.getByRole("dialog", { name: "Sandbox" });
  await expect(panel.getByLabel("Account")).toHaveValue(`${ACCOUNT}/us-east-1`);
  return panel;
};
const close = () => page.getByRole("dialog").getByRole("button", { name: "Close" }).click();

test("the slider sends traffic, and it scales out", async () => {
  const panel = await open();
  const slider = panel.getByRole("slider", { name: /orders/ });
  await expect(slider).toBeEnabled();
  await slider.fill("399");
  await slider.press("ArrowRight");
  await expect(panel.getByRole("button", { name: "Follow the day again" })).toBeVisible();
  const rates = (await sandboxState(ACCOUNT)).services.map(({ requestsPerSecond }) => requestsPerSecond);
  expect(rates).toContain(400);
  await close();
  await advanceUntil(ACCOUNT, page.getByText(/^[34] of max 4 instances$/), { minutes: 30, step: 60 });
  await expect(page.getByRole("heading", { name: /^Why did it scale out at/ })).toBeVisible();
});

test("time jumps ahead", async () => {
  const before = Date.parse((await sandboxState(ACCOUNT)).now);
  const panel = await open();
  await panel.getByRole("button", { name: "+10 min" }).click();
  await expect.poll(async () => Date.parse((await sandboxState(ACCOUNT)).now) - before).toBeGreaterThanOrEqual(600_000);
  await expect(panel.getByRole("button", { name: "+10 min" })).toBeEnabled();
  await close();
});

test("a killed instance is replaced, and the activities say so", async () => {
  const panel = await open();
  const kill = panel.getByRole("listitem").filter({ hasText: STACK }).first().getByRole("button");
  const instance = ((await kill.getAttribute("aria-label")) ?? "").replace("Kill ", "");
  expect(instance).toMatch(/^i-[0-9a-f]+$/);
  await kill.click();
  await expect(panel.getByRole("button", { name: `Kill ${instance}` })).toHaveCount(0);
  await close();
  await page.getByRole("link", { name: "Scaling", exact: true }).click();
  const activities = page.getByRole("main");
  await advanceUntil(ACCOUNT, activities.getByText(new RegExp(`Terminating EC2 instance: ${instance}`)).first());
  await advanceUntil(ACCOUNT, activities.getByText(/taken out of service in response to an EC2/).first());
});

test("the next deployment fails the way that was picked, and the page says why", async () => {
  const panel = await open();
  await panel.getByLabel("The next deployment").selectOption("image-pull");
  await expect.poll(async () => (await sandboxState(ACCOUNT)).nextDeployment).toBe("image-pull");
  await close();
  await page.getByRole("button", { name: "Deploy version" }).click();
  await page.getByRole("radio", { name: /^1\.5\.1\b/ }).check();
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deploy 1.5.1" }).click();
  const operation = page.getByRole("region", { name: "Deploy 1.5.1" }).first();
  await advanceUntil(ACCOUNT, operation.getByText("failed, and is back where it was", { exact: true }), {
    minutes: 200,
    step: 60,
  });
  await expect(operation).toContainText(/could not be pulled|does not exist in its registry/);
  expect((await sandboxState(ACCOUNT)).nextDeployment).toBe("none");
});

test("a viewer looks and cannot touch", async ({ browser }) => {
  const viewer = await browser.newPage();
  await signIn(viewer, "viewer");
  await viewer.getByRole("button", { name: /^sandbox/ }).click();
  const panel = viewer.getByRole("dialog", { name: "Sandbox" });
  await expect(panel.getByText("an operator can drive the sandbox")).toBeVisible();
  await expect(panel.getByRole("slider").first()).toBeDisabled();
  await expect(panel.getByRole("button", { name: "+10 min" })).toBeDisabled();
  await viewer.close();
});
