import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import { ACCOUNTS } from "../playwright.config";

export const REGION = "us-east-1";

export type Role = "viewer" | "operator" | "admin";

/** Signs in by the sandbox's button and waits for the fleet. */
export async function signIn(page: Page, role: Role): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Continue as ${role}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fleet" })).toBeVisible();
  await untilAwake(page);
}

/** Goes to the fleet or to a page of a stack and waits until its scripts hear: a press before that would be lost. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await untilAwake(page);
}

/** The live mark says something only once React has taken the page over. */
async function untilAwake(page: Page): Promise<void> {
  await expect(page.locator("[data-read-at] [role='status']").first()).not.toBeEmpty();
}

export const accountId = (account: string): string =>
  ACCOUNTS.find((one) => one.name === account)?.accountId ?? "123456789012";

/** The address of a stack's page in the account of a file. */
export const stackAddress = (account: string, stack: string, tab = ""): string =>
  `/stacks/${account}/${REGION}/${stack}${tab ? `/${tab}` : ""}`;

const SANDBOX = `http://127.0.0.1:${process.env.SANDBOX_PORT ?? "4610"}/_sandbox`;

/** One of the sandbox's own controls, for the account of this file. */
export async function control<T>(account: string, name: string, input: object = {}): Promise<T> {
  const answer = await fetch(`${SANDBOX}/${name}`, {
    method: "POST",
    body: JSON.stringify({ account: accountId(account), region: REGION, ...input }),
  });
  if (!answer.ok) throw new Error(`/_sandbox/${name}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface SandboxState {
  readonly now: string;
  readonly services: readonly { service: string; requestsPerSecond: number }[];
  readonly instances: readonly { instanceId: string }[];
  readonly nextDeployment: string;
}

export async function sandboxState(account: string): Promise<SandboxState> {
  const answer = await fetch(`${SANDBOX}/state?account=${accountId(account)}&region=${REGION}`);
  return (await answer.json()) as SandboxState;
}

/** How often the account's AWS was asked for an operation since it started. */
export async function awsCalls(account: string, operation: string): Promise<number> {
  const answer = await fetch(`${SANDBOX}/calls?account=${accountId(account)}`);
  const { calls } = (await answer.json()) as { calls: { operation: string; calls: number }[] };
  return calls.filter((one) => one.operation === operation).reduce((sum, one) => sum + one.calls, 0);
}

/**
 * Moves the account's clock ahead in small jumps until it is on the page: states, not seconds. Between two jumps the
 * console gets to look at AWS and the page to show it: on a slow machine it would else miss what lies between.
 */
export async function advanceUntil(account: string, shown: Locator, { minutes = 40, step = 20 } = {}): Promise<void> {
  for (let passed = 0; passed < minutes * 60; passed += step) {
    const there = await shown.waitFor({ timeout: 400 }).then(
      () => true,
      () => false,
    );
    if (there) return;
    const { now } = await control<{ now: string }>(account, "advance", { seconds: step });
    await untilRead(shown.page(), Date.parse(now));
  }
  await expect(shown, `it did not come about within ${minutes} simulated minutes`).toBeVisible();
}

/** Until the page shows what was read at `at` (the account's ms) or later; a page that reads rarely is not waited for. */
async function untilRead(page: Page, at: number): Promise<void> {
  const read = (wanted: number) =>
    [...document.querySelectorAll<HTMLElement>("[data-read-at]")].some((mark) => Number(mark.dataset.readAt) >= wanted);
  await page.waitForFunction(read, at, { timeout: 4_000, polling: 100 }).catch(() => undefined);
}

/** Fills in the launch form's fields by their parameters' names; subnets by a part of their label. */
export async function fillLaunch(
  page: Page,
  account: string,
  values: Readonly<Record<string, string>>,
  subnets: readonly string[] = ["public-a", "public-b"],
): Promise<void> {
  const field = (name: string) => page.locator(`[name="${name}"]`);
  // The choices come once the page's scripts run; what is typed before that would be lost.
  await expect(page.locator('select[name="vpcid"]')).toBeVisible();
  for (const name of ["service", "stage"]) if (values[name]) await field(name).fill(values[name]);
  await field("containerRegistry").fill(values.containerRegistry ?? registry(account));
  await field("containerName").fill(values.containerName ?? "acme/orders");
  // Typed into the field while the tags are read, a tag would be lost: wait for the choices.
  const tag = page.locator('select[name="containerTag"]');
  await expect(tag).toBeVisible();
  if (values.containerTag) await tag.selectOption(values.containerTag);
  await field("healthCheckPath").fill(values.healthCheckPath ?? "/health");
  const main = page.locator('select[name="vpcid"] option', { hasText: "main" });
  await page.locator('select[name="vpcid"]').selectOption((await main.getAttribute("value")) ?? "");
  for (const name of subnets) await page.getByRole("checkbox", { name: new RegExp(name) }).check();
}

export const registry = (account: string): string => `${accountId(account)}.dkr.ecr.${REGION}.amazonaws.com`;

export const launchAddress = (account: string): string =>
  `/launch?template=ecs-ec2-daemon&account=${account}&region=${REGION}`;

/** A full axe run: WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => ({ id, at: nodes.slice(0, 5).map((node) => node.target.join(" ")) })),
  ).toEqual([]);
}

/** Fails the test on what a person would find in the console: errors and warnings of the page's own scripts. */
export function watchConsole(page: Page): { problems: string[] } {
  const problems: string[] = [];
  page.on("console", (message) => {
    // A refused or cut connection is part of some tests, and Chromium prints it as an error of its own.
    if (["error", "warning"].includes(message.type()) && !/Failed to load resource|net::ERR/.test(message.text()))
      problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { problems };
}
