import { expect, type Page, test } from "@playwright/test";
import { signIn, stackAddress, visit } from "./lib/console";

const STACK = stackAddress("sandbox", "orders-prod");

test("⌘K finds a stack and goes there", async ({ page }) => {
  await signIn(page, "operator");
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: "Stack, page or action" });
  await expect(box).toBeFocused();
  await expect(page.getByRole("option", { name: /orders-prod: logs/ }).first()).toBeVisible();
  await page.keyboard.type("catalog");
  await expect(page.getByRole("option").first()).toContainText("catalog-prod");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/catalog-prod/);
  await page.keyboard.press("Meta+k");
  await expect(box).toBeFocused();
  await page.keyboard.type("zzzz");
  await expect(page.getByText("Nothing is called “zzzz”.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(box).toHaveCount(0);
});

test("the fleet and the pages are reached by keys alone", async ({ page }) => {
  await signIn(page, "operator");
  await page.keyboard.press("/");
  const filter = page.getByRole("searchbox", { name: "Filter services" });
  await expect(filter).toBeFocused();
  await page.keyboard.type("catalog");
  await expect(page.getByRole("row")).not.toHaveCount(0);
  await filter.fill("");
  await filter.blur();
  await page.keyboard.press("j");
  const focused = page.locator("[data-row-link]:focus");
  await expect(focused).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/stacks\//);
  await page.keyboard.press("Control+4");
  await expect(page).toHaveURL(/\/audit$/);
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
});

const inside = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    // Between the last and the first control the browser's own buttons have their turn.
    return active === document.body || active?.closest("dialog[open]") !== null;
  });

test("a dialog keeps the focus, closes by Escape, and gives it back", async ({ page }) => {
  await signIn(page, "operator");
  await visit(page, STACK);
  const opener = page.getByRole("button", { name: "Deploy version" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("radio").first()).toBeVisible();
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press(press < 8 ? "Tab" : "Shift+Tab");
    expect(await inside(page)).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});
