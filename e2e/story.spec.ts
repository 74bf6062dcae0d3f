import { expect, type Page, test } from "@playwright/test";
import {
  advanceUntil,
  awsCalls,
  control,
  fillLaunch,
  launchAddress,
  sandboxState,
  signIn,
  stackAddress,
  watchConsole,
} from "./lib/console";

const ACCOUNT = "story";
const STACK = "orders-test";

/** The article's day, on one page object: launch, watch, deploy, one click back, a release that crashes. */
test.describe.configure({ mode: "serial" });

let page: Page;
let seen: { problems: string[] };

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  seen = watchConsole(page);
  await control(ACCOUNT, "reset");
});
test.afterAll(async () => {
  await page.close();
});

const operation = (title: string) => page.getByRole("region", { name: title }).first();
const ended = (title: string, words: string) => operation(title).getByText(words, { exact: true });

test("an operator signs in and finds the template", async () => {
  await signIn(page, "operator");
  await page.getByRole("link", { name: "Launch", exact: true }).first().click();
  await page.getByRole("link", { name: "Launch ECS on EC2, CPU alarms" }).click();
  await page.getByLabel(/^Account and Region/).click();
  await page.getByRole("link", { name: `${ACCOUNT} · us-east-1` }).click();
  await expect(page).toHaveURL(new RegExp(`${launchAddress(ACCOUNT).replace("?", "\\?")}$`));
});

test("what is missing is said at its field, before AWS is asked to make anything", async () => {
  await page.getByRole("button", { name: /^Review/ }).click();
  const service = page.locator('[name="service"]');
  await expect(service).toBeFocused();
  await expect(service).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("This is needed.").first()).toBeVisible();
  await service.fill("Orders!");
  await expect(page.getByText(/Use 1 to 28 small letters/)).toBeVisible();
  expect(await awsCalls(ACCOUNT, "CreateStack")).toBe(0);
});

test("the pickers are filled from AWS and the checks say what they saw", async () => {
  await fillLaunch(page, ACCOUNT, { service: "orders", stage: "test", containerTag: "1.4.2" });
  const tags = page.locator('select[name="containerTag"] option');
  expect((await tags.allTextContents()).map((text) => text.split(" ·")[0]).slice(0, 4)).toEqual([
    "1.8.0",
    "1.7.0",
    "1.6.0",
    "latest",
  ]);
  const hidden = page.getByRole("checkbox", { name: /private-a/ });
  await expect(hidden).toBeDisabled();
  await expect(page.getByText(/^Not public: 0\.0\.0\.0\/0 → nat-/).first()).toBeVisible();
  for (const title of ["Name free", "Image exists", "2 public subnets in 2 zones", "Machine image fits"]) {
    await expect(page.getByRole("listitem").filter({ hasText: title })).toContainText("fine");
  }
  await expect(page.getByText("all fine")).toBeVisible();
});

test("the review holds all that will be sent; IAM needs a tick", async () => {
  await page.getByRole("button", { name: "Review 20 resources" }).click();
  await expect(page.getByText("20 resources become the stack orders-test")).toBeVisible();
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row("containerTag")).toContainText("1.4.2");
  await expect(row("ec2Ami")).toContainText("newest from AWS");
  await expect(row("minClusterSize")).toContainText("default");
  const launch = page.getByRole("button", { name: "Launch orders-test" });
  await expect(launch).toBeDisabled();
  await page.getByRole("checkbox", { name: /IAM resources/ }).check();
  await launch.click();
  await expect(page).toHaveURL(stackAddress(ACCOUNT, STACK, "deployments"));
});

test("the launch is followed, n of m, until it has succeeded", async () => {
  await expect(operation("Launch orders-test").getByText(/^\d+ of 20$/)).toBeVisible();
  await expect(operation("Launch orders-test").getByText(/waits for/)).toBeVisible();
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await expect(page.getByText("CREATE_IN_PROGRESS").first()).toBeVisible();
  await advanceUntil(ACCOUNT, ended("Launch orders-test", "succeeded"));
  await expect(page.getByText("on all 2")).toBeVisible();
  expect(await awsCalls(ACCOUNT, "CreateStack")).toBe(1);
});

test("with one release there is nothing to go back to, and none is offered", async () => {
  await page.getByRole("button", { name: "Roll back", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Roll back" });
  await expect(dialog).toContainText("No other release was observed healthy here");
  await expect(dialog.getByRole("combobox")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Not now" }).click();
});

test("the service's page shows chart, thresholds, tasks, events", async () => {
  const { services } = await sandboxState(ACCOUNT);
  await control(ACCOUNT, "traffic", { service: services[0]?.service, requestsPerSecond: 120 });
  await control(ACCOUNT, "advance", { minutes: 8 });
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${stackAddress(ACCOUNT, STACK)}(/overview)?$`));
  await expect(page.locator('[data-chart="recharts"]')).toBeVisible();
  await expect(page.locator('[data-chart="recharts"] path.recharts-curve')).toBeVisible();
  await expect(page.getByText(/75 ?%/).first()).toBeVisible();
  await expect(page.getByText(/30 ?%/).first()).toBeVisible();
  await expect(page.getByRole("table", { name: "Tasks" }).getByText("healthy")).toHaveCount(2);
  await expect(page.getByText(/steady state/i).first()).toBeVisible();
});

test("logs are followed as they are written, paused, filtered", async () => {
  await page.getByRole("link", { name: "Logs", exact: true }).click();
  const lines = page.getByRole("region", { name: "Log lines" });
  const count = async () => Number(await lines.getAttribute("data-lines"));
  const before = await count();
  await expect.poll(count).toBeGreaterThan(before + 5);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: /^Resume, [1-9]\d* new lines?$/ })).toBeVisible();
  const held = await count();
  const write = (message: string) =>
    control(ACCOUNT, "logs", { group: "/ecs/orders/test", stream: "orders/orders/e2e", lines: [message] });
  await write("<b>marker-one</b>");
  await expect(page.getByText("marker-one")).toHaveCount(0);
  expect(await count()).toBe(held);
  await page.getByRole("button", { name: /^Resume/ }).click();
  await page.getByRole("searchbox", { name: "Filter lines" }).fill("marker");
  // Text from a container is text.
  await expect(lines.getByText("<b>marker-one</b>")).toBeVisible();
  await expect(page).toHaveURL(/q=marker/);
  await write("marker-two");
  await expect(lines.getByText("marker-two")).toBeVisible();
  expect(await count()).toBe(2);
});

async function deploy(tag: string, reason: string): Promise<void> {
  await page.getByRole("button", { name: "Deploy version" }).click();
  await page.getByRole("radio", { name: new RegExp(`^${tag.replaceAll(".", "\\.")}\\b`) }).check();
  await page.getByRole("button", { name: "Show what changes" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: `Deploy ${tag}` })).toBeVisible();
  await expect(dialog.getByText("Nothing has changed yet.", { exact: false })).toBeVisible();
  await expect(dialog.getByText("TaskDefinition").first()).toBeVisible();
  await expect(dialog.getByText("new revision")).toBeVisible();
  // The alarms read the service's name, which stays.
  await expect(dialog.getByText(/^2 more resources may be touched: /)).toBeVisible();
  await expect(dialog.getByRole("row").filter({ hasText: "Alarm" })).toHaveCount(0);
  await page.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: `Deploy ${tag}` }).click();
  await expect(page).toHaveURL(stackAddress(ACCOUNT, STACK, "deployments"));
}

test("another version is deployed: tags newest first, the change set shown, succeeded once healthy", async () => {
  await page.getByRole("button", { name: "Deploy version" }).click();
  const dialog = page.getByRole("dialog");
  const tags = dialog.getByRole("radio");
  await expect(tags.first()).toHaveAttribute("value", "1.8.0");
  await expect(dialog.getByText(/^pushed \d+ (min|h|d) ago$/).first()).toBeVisible();
  await expect(dialog.getByRole("radio", { name: /^1\.4\.2\b.*running/ })).toBeDisabled();
  await page.keyboard.press("Escape");
  await deploy("1.5.0", "fixes #214");
  await expect(ended("Deploy 1.5.0", "under way")).toBeVisible();
  await advanceUntil(ACCOUNT, ended("Deploy 1.5.0", "succeeded"));
  await expect(page.getByText("1.5.0").first()).toBeVisible();
  const newest = page
    .getByRole("table", { name: /^Releases/ })
    .getByRole("row")
    .nth(1);
  await expect(newest).toContainText("1.5.0");
  // It has succeeded because its targets were seen healthy, and the release remembers that.
  await expect(newest).toContainText(/after \d/);
});

test("one click goes back to 1.4.2, with both sides shown first", async () => {
  await page.getByRole("button", { name: "Roll back to 1.4.2" }).click();
  const dialog = page.getByRole("dialog");
  const release = dialog.getByRole("row").filter({ hasText: "Release" });
  await expect(release).toContainText("1.5.0");
  await expect(release).toContainText("1.4.2");
  await expect(dialog.getByRole("row").filter({ hasText: "containerTag" })).toContainText("1.5.0");
  await dialog.getByRole("button", { name: "Roll back to 1.4.2" }).click();
  await advanceUntil(ACCOUNT, ended("Roll back to 1.4.2", "succeeded"));
  await expect(page.getByText("on all 2")).toBeVisible();
  await expect(page.locator("main").getByText("1.4.2").first()).toBeVisible();
});

test("an image that crashes on start fails, says why in plain words, and ends where it was", async () => {
  await deploy("1.6.0", "new checkout");
  await advanceUntil(ACCOUNT, ended("Deploy 1.6.0", "failed, and is back where it was"));
  const card = operation("Deploy 1.6.0");
  await expect(card).toContainText(/exited with code 1 right after it started/);
  await expect(card).toContainText("DATABASE_URL is not set");
  await advanceUntil(ACCOUNT, page.getByText("on all 2"));
  const running = page.locator("main").getByText("Running", { exact: true }).first().locator("..");
  await expect(running).toContainText("1.4.2");
});

test("the releases say who, when, why and how it ended", async () => {
  const rows = page.getByRole("table", { name: /^Releases/ }).getByRole("row");
  await expect(rows).toHaveCount(5);
  await expect(rows.nth(1)).toContainText(/1\.6\.0.*failed, rolled back.*new checkout/);
  await expect(rows.nth(2)).toContainText(/1\.4\.2 rollback.*succeeded/);
  await expect(rows.nth(3)).toContainText(/1\.5\.0.*succeeded.*fixes #214/);
  await expect(rows.nth(4)).toContainText(/1\.4\.2.*succeeded/);
  await expect(rows.nth(1)).toContainText("Sandbox operator");
});

test("the audit has a row for each of it", async () => {
  await page.goto(`/audit?stack=${ACCOUNT}/us-east-1/${STACK}`);
  const done = (action: string) =>
    page
      .getByRole("row")
      .filter({ hasText: action })
      .filter({ hasText: "Sandbox operator" })
      .filter({ hasText: "done" });
  await expect(done("stack.launch")).toHaveCount(1);
  await expect(done("stack.deploy")).toHaveCount(2);
  await expect(done("stack.rollback")).toHaveCount(1);
  await expect(page.getByText("chain whole")).toBeVisible();
});

test("nothing was said in the browser's console meanwhile", () => {
  expect(seen.problems).toEqual([]);
});
