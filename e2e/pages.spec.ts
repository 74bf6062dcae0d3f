import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible, launchAddress, signIn, stackAddress, visit, watchConsole } from "./lib/console";

const stack = (tab = "") => stackAddress("sandbox", "orders-prod", tab);
const PAGES = {
  fleet: "/",
  "launch: templates": "/launch",
  "launch: form": launchAddress("sandbox"),
  overview: stack(),
  deployments: stack("deployments"),
  scaling: stack("scaling"),
  tasks: stack("tasks"),
  logs: stack("logs"),
  events: stack("events"),
  resources: stack("resources"),
  "stack settings": stack("settings"),
  templates: "/templates",
  template: "/templates/ecs-ec2-daemon",
  audit: "/audit",
  settings: "/settings",
  "not there": "/stacks/sandbox/us-east-1/nope",
};
const DIALOGS = {
  deploy: (page: Page) => page.getByRole("button", { name: "Deploy version" }).click(),
  "roll back": (page: Page) => page.getByRole("button", { name: /^Roll back/ }).click(),
  delete: async (page: Page) => {
    await page.getByLabel("More about this stack").click();
    await page.getByRole("button", { name: /^Delete this stack/ }).click();
  },
  sandbox: (page: Page) => page.getByRole("button", { name: /^sandbox/ }).click(),
};
const THEMES = ["light", "dark"] as const;
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

async function open(browser: Browser, theme: (typeof THEMES)[number]): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, colorScheme: theme });
  const page = await context.newPage();
  await signIn(page, "admin");
  return page;
}

/** Wider than the window: the names of what sticks out, for the message. */
const sticksOut = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *, footer *, nav *, dialog *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map(
        (element) =>
          `${element.tagName.toLowerCase()}.${String(element.className)} ${element.textContent?.slice(0, 30)}`,
      )
      .slice(0, 5);
  });

for (const theme of THEMES) {
  test.describe(theme, () => {
    let page: Page;
    test.beforeAll(async ({ browser }) => {
      page = await open(browser, theme);
    });
    test.afterAll(async () => {
      await page.context().close();
    });

    for (const [name, address] of Object.entries(PAGES)) {
      test(`${name}: no finding of axe, no word in the console, no sideways scrolling`, async () => {
        await page.setViewportSize(WIDE);
        const seen = watchConsole(page);
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("[aria-busy='true']")).toHaveCount(0);
        expect(await sticksOut(page)).toEqual([]);
        // Light is judged wide and dark narrow: both layouts and both palettes get one full run.
        if (theme === "light") await expectAccessible(page);
        await page.setViewportSize(NARROW);
        await expect.poll(() => sticksOut(page)).toEqual([]);
        if (theme === "dark") await expectAccessible(page);
        expect(seen.problems).toEqual([]);
        page.removeAllListeners("console");
        page.removeAllListeners("pageerror");
      });
    }

    for (const [name, press] of Object.entries(DIALOGS)) {
      test(`dialog ${name}: no finding of axe, fits 390 px`, async () => {
        await page.setViewportSize(WIDE);
        await visit(page, stack());
        await press(page);
        const dialog = page.getByRole("dialog");
        await expect(dialog.getByRole("heading").first()).toBeVisible();
        await expect(dialog.locator("[aria-busy='true'], fieldset:disabled")).toHaveCount(0);
        await expectAccessible(page);
        await page.setViewportSize(NARROW);
        await expect.poll(() => sticksOut(page)).toEqual([]);
        const box = await dialog.boundingBox();
        expect(box?.width ?? 0).toBeLessThanOrEqual(NARROW.width);
        await page.keyboard.press("Escape");
        await expect(dialog).toHaveCount(0);
      });
    }
  });
}

test("the sign-in page has no finding of axe", async ({ page }) => {
  await page.goto("/sign-in");
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(NARROW);
  await expectAccessible(page);
  expect(await sticksOut(page)).toEqual([]);
});

test("the theme is kept and drawn by the server", async ({ page }) => {
  await signIn(page, "viewer");
  await page.getByRole("button", { name: "Theme: as the system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  const html = await (await page.request.get("/")).text();
  expect(html).toContain('data-theme="dark"');
});

test("without JavaScript the fleet and a service still show names, states and numbers", async ({ browser }) => {
  const first = await browser.newContext();
  await signIn(await first.newPage(), "viewer");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await first.storageState(),
    viewport: WIDE,
  });
  const page = await context.newPage();
  await page.goto("/");
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: "orders", exact: true }) })
    .filter({ hasText: "sandbox · us-east-1" })
    .first();
  await expect(row).toContainText("prod");
  await expect(row).toContainText("1.5.0");
  await expect(row).toContainText(/\d\/\d/);
  await expect(row).toContainText(/\d of 4/);
  await expect(row).toContainText(/\d+ ?%/);
  await row.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "orders" })).toBeVisible();
  await expect(page.getByText(/UPDATE_COMPLETE, /)).toBeVisible();
  await expect(page.getByText(/^[2-4] of max 4 instances$/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Tasks" }).getByText("healthy").first()).toBeVisible();
  await expect(page.getByRole("img", { name: /CPU/ }).first()).toBeVisible();
  await page.getByRole("link", { name: "Scaling", exact: true }).click();
  await expect(page.getByText(/Launching a new EC2 instance/).first()).toBeVisible();
  await page.getByRole("link", { name: "Logs", exact: true }).click();
  await expect(page.getByText(/GET \//).first()).toBeVisible();
  await first.close();
  await context.close();
});
