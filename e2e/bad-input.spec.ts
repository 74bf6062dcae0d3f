import { expect, type Page, test } from "@playwright/test";
import {
  advanceUntil,
  awsCalls,
  control,
  fillLaunch,
  launchAddress,
  registry,
  signIn,
  stackAddress,
  visit,
} from "./lib/console";

const ACCOUNT = "bad-input";
const DEMO = "orders-prod";
const SCRIPT = "<img/src=x/onerror=alert(1)>";

let page: Page;
const operation = (title: string) => page.getByRole("region", { name: title }).first();
const ended = (title: string, words: string) => operation(title).getByText(words, { exact: true });

test.beforeAll(async ({ browser }) => {
  await control(ACCOUNT, "demo");
  page = await browser.newPage();
  page.on("dialog", () => {
    throw new Error("text from outside was run as script");
  });
  await signIn(page, "operator");
});
test.afterAll(async () => {
  await page.close();
});

async function review(one: Page): Promise<void> {
  await one.getByRole("button", { name: /^Review/ }).click();
  await one.getByRole("checkbox", { name: /IAM resources/ }).check();
}

test.describe("actions", () => {
  test.describe.configure({ mode: "serial" });

  test("a double click on Deploy deploys once; a reason of HTML is text", async () => {
    await visit(page, stackAddress(ACCOUNT, DEMO));
    await page.getByRole("button", { name: "Deploy version" }).click();
    await page.getByRole("radio", { name: /^1\.5\.1\b/ }).check();
    await page.getByRole("button", { name: "Show what changes" }).click();
    await page.getByLabel("Reason").fill(`<b>bold</b> ${SCRIPT}`);
    await page.getByRole("dialog").getByRole("button", { name: "Deploy 1.5.1" }).dblclick();
    await advanceUntil(ACCOUNT, ended("Deploy 1.5.1", "succeeded"));
    expect(await awsCalls(ACCOUNT, "ExecuteChangeSet")).toBe(1);
    await expect(page.getByRole("table", { name: /^Releases/ })).toContainText(`<b>bold</b> ${SCRIPT}`);
    await expect(page.locator("img, main b:has-text('bold')")).toHaveCount(0);
  });

  test("a double click on Roll back rolls back once", async () => {
    await page.getByRole("button", { name: "Roll back to 1.5.0" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Roll back to 1.5.0" }).dblclick();
    await advanceUntil(ACCOUNT, ended("Roll back to 1.5.0", "succeeded"));
    expect(await awsCalls(ACCOUNT, "UpdateStack")).toBe(1);
  });

  test("a tag that does not exist is said before AWS is called", async () => {
    // As after a day on which somebody deleted it: the unfinished launch still names it.
    await page.goto("/launch");
    await page.evaluate(
      ([key, draft]) => localStorage.setItem(key ?? "", draft ?? ""),
      [
        `slipway-launch:${ACCOUNT}/us-east-1/ecs-ec2-daemon`,
        JSON.stringify({
          service: "twice",
          stage: "test",
          containerRegistry: registry(ACCOUNT),
          containerName: "acme/orders",
          containerTag: "9.9.9",
        }),
      ],
    );
    await page.goto(launchAddress(ACCOUNT));
    await expect(page.getByText("Your unfinished launch is here again.")).toBeVisible();
    await expect(page.locator('select[name="containerTag"] option:checked')).toHaveText("9.9.9 (not found)");
    await fillLaunch(page, ACCOUNT, { healthCheckPath: `/${SCRIPT}` });
    const check = page.getByRole("listitem").filter({ hasText: "No such image" });
    await expect(check).toContainText(`${registry(ACCOUNT)} has no acme/orders:9.9.9.`);
    await expect(page.getByText("1 to mend")).toBeVisible();
    await expect(page.getByText("One check failed: AWS would very likely fail on it too.")).toBeVisible();
  });

  test("two launches of one name: a double click launches once, the other one is told", async ({ browser }) => {
    await review(page);
    await expect(page.getByRole("row").filter({ hasText: "healthCheckPath" })).toContainText(`/${SCRIPT}`);
    const other = await browser.newPage();
    await signIn(other, "admin");
    await other.goto(launchAddress(ACCOUNT));
    await fillLaunch(other, ACCOUNT, { service: "twice", stage: "test", containerTag: "1.4.2" });
    await review(other);

    await page.getByRole("button", { name: "Launch twice-test" }).dblclick();
    await expect(page).toHaveURL(stackAddress(ACCOUNT, "twice-test", "deployments"));
    await other.getByRole("button", { name: "Launch twice-test" }).click();
    const told = other.getByRole("main").getByRole("alert");
    await expect(told).toContainText(/twice-test/);
    await expect(told).toContainText(/already|under way|in progress/i);
    await expect(other.getByRole("listitem").filter({ hasText: "Name is taken" })).toBeVisible();
    expect(await awsCalls(ACCOUNT, "CreateStack")).toBe(1);
    await other.close();
  });

  test("launched anyway, it fails with the cause in plain words", async () => {
    await advanceUntil(ACCOUNT, ended("Launch twice-test", "failed"), { minutes: 240 });
    await expect(operation("Launch twice-test")).toContainText(
      `The image ${registry(ACCOUNT)}/acme/orders:9.9.9 does not exist in its registry.`,
    );
    await expect(operation("Launch twice-test")).toContainText("Deploy a tag that exists.");
    await page.getByRole("link", { name: "Settings", exact: true }).last().click();
    await expect(page.getByText(`/${SCRIPT}`).first()).toBeVisible();
    await expect(page.locator("img")).toHaveCount(0);
  });
});

test("an unknown template is named, and the ones that are there are offered", async () => {
  await page.goto("/launch?template=nope");
  await expect(page.getByText("There is no template “nope”.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Launch ECS on EC2, CPU alarms" })).toBeVisible();
});

const NOT_THERE = [
  "/nothing-here",
  "/templates/nope",
  "/templates/..%2f..%2fpackage",
  "/stacks/nope/us-east-1/orders-prod",
  "/stacks/bad-input/mars-1/orders-prod",
  "/stacks/bad-input/us-east-1/no-such-stack",
  "/stacks/bad-input/us-east-1/no-such-stack/logs",
  "/stacks/bad-input/us-east-1/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
  `/stacks/bad-input/us-east-1/${"x".repeat(300)}`,
  "/stacks/bad-input/us-east-1/a%00b",
  "/stacks/constructor/__proto__/toString",
];

for (const address of NOT_THERE) {
  test(`${address.slice(0, 60)} is a page that says it is not there`, async () => {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/not there|no page|no such|nothing|not found/i);
    await expect(page.getByText(/Internal Server Error|Application error/)).toHaveCount(0);
  });
}

for (const address of [
  `/stacks/bad-input/us-east-1/${DEMO}?range=nope`,
  `/stacks/bad-input/us-east-1/${DEMO}/logs?task=%00&q=%3Cscript%3E&container=..`,
  "/audit?before=abc&stack=a%00b",
  "/audit?before=999999999999999&stack=a&stack=b",
  "/?q=%3Cimg%20src=x%3E",
  "/launch?template=ecs-ec2-daemon&account=nope&region=mars-1",
]) {
  test(`${address.slice(0, 70)} still shows its page`, async () => {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText(/went wrong|could not be shown/i)).toHaveCount(0);
    await expect(page.locator("img")).toHaveCount(0);
  });
}

test("routes refuse what they cannot read with a sentence, not a stack trace", async () => {
  const { request } = page.context();
  const answers = [
    await request.get("/api/live"),
    await request.get("/api/pick?account=bad-input&region=us-east-1&kind=__proto__"),
    await request.get("/api/pick?account=nope&region=us-east-1&kind=vpc"),
    await request.get("/api/sandbox?account=nope"),
  ];
  for (const answer of answers) {
    expect([400, 404, 422], `${answer.url()}: ${answer.status()}`).toContain(answer.status());
    expect(await answer.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  }
});
