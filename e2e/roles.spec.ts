import { expect, test } from "@playwright/test";
import { awsCalls, signIn, stackAddress, visit } from "./lib/console";
import { captureAction, send } from "./lib/forge";

const ACCOUNT = "sandbox";
const STACK = stackAddress(ACCOUNT, "orders-prod");

test("a viewer sees everything and gets no button that changes anything", async ({ page }) => {
  await signIn(page, "viewer");
  await expect(page.getByRole("link", { name: "Launch", exact: true })).toHaveCount(1);
  await visit(page, STACK);
  await expect(page.getByRole("heading", { level: 1, name: "orders" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Tasks" })).toBeVisible();
  for (const name of [/^Deploy/, /^Roll back/, /^Delete/])
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  await page.getByLabel("More about this stack").click();
  await expect(page.getByRole("button", { name: "Copy a link to this page" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Delete/ })).toHaveCount(0);
  await page.goto(`/launch?template=ecs-ec2-daemon&account=${ACCOUNT}&region=us-east-1`);
  await expect(page.getByText("an operator can launch this")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Review/ })).toHaveCount(0);
});

test("an operator may not delete", async ({ page }) => {
  await signIn(page, "operator");
  await visit(page, STACK);
  await page.getByLabel("More about this stack").click();
  await expect(page.getByRole("button", { name: "Copy a link to this page" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Delete/ })).toHaveCount(0);
});

test("a forged action is refused by the server and written down", async ({ browser }) => {
  const changed = async () => [await awsCalls(ACCOUNT, "DeleteStack"), await awsCalls(ACCOUNT, "CreateChangeSet")];
  const before = await changed();
  const admin = await browser.newContext();
  const [adminPage, viewer, operator] = [await admin.newPage(), await browser.newContext(), await browser.newContext()];
  await signIn(adminPage, "admin");
  await visit(adminPage, STACK);
  await adminPage.getByLabel("More about this stack").click();
  await adminPage.getByRole("button", { name: /^Delete this stack/ }).click();
  await adminPage.getByLabel("Type orders-prod to confirm").fill("orders-prod");
  const deletion = await captureAction(adminPage, () =>
    adminPage.getByRole("dialog").getByRole("button", { name: "Delete orders-prod" }).click(),
  );
  await visit(adminPage, STACK);
  await adminPage.getByRole("button", { name: "Deploy version" }).click();
  await adminPage.getByRole("radio", { name: /^1\.5\.1\b/ }).check();
  const plan = await captureAction(adminPage, () =>
    adminPage.getByRole("button", { name: "Show what changes" }).click(),
  );

  for (const [context, role] of [
    [viewer, "viewer"],
    [operator, "operator"],
  ] as const) {
    const page = await context.newPage();
    await signIn(page, role);
    const answer = await send(context.request, deletion);
    expect(await answer.text()).toContain('"code":"forbidden"');
  }
  expect(await (await send(viewer.request, plan)).text()).toContain('"code":"forbidden"');

  const stranger = await browser.newContext();
  const refused = await send(stranger.request, deletion);
  expect(await refused.text()).not.toContain('"ok":true');
  const elsewhere = await send(admin.request, deletion, { origin: "https://evil.example" });
  expect(await elsewhere.text()).not.toContain('"ok":true');
  expect(await changed()).toEqual(before);

  await adminPage.goto("/audit");
  const rows = adminPage.getByRole("row").filter({ hasText: "refused: role" });
  await expect(rows.filter({ hasText: "stack.delete" }).filter({ hasText: "Sandbox viewer" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "stack.delete" }).filter({ hasText: "Sandbox operator" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "stack.plan-deploy" }).filter({ hasText: "Sandbox viewer" })).toHaveCount(1);
  for (const context of [admin, viewer, operator, stranger]) await context.close();
});

test("signed out, pages lead to sign-in and back, and routes answer 401", async ({ page, request }) => {
  const wanted = `${STACK}/logs?q=GET`;
  const tries: readonly Record<string, string>[] = [
    {},
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy", "x-slipway-path": "/evil" },
  ];
  for (const headers of tries) {
    const answer = await request.get(wanted, { headers, maxRedirects: 0 });
    expect(answer.status()).toBe(307);
    expect(answer.headers().location).toBe(`/sign-in?next=${encodeURIComponent(wanted)}`);
  }
  for (const route of ["/api/palette", "/api/live?topic=fleet", "/api/pick?kind=vpc", "/api/sandbox"]) {
    expect((await request.get(route)).status(), route).toBe(401);
  }
  await page.goto(wanted);
  await page.getByRole("button", { name: /^Continue as viewer/ }).click();
  await expect(page).toHaveURL(wanted);
});

for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]) {
  test(`next=${JSON.stringify(next)} does not lead off the site`, async ({ page, baseURL }) => {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByRole("button", { name: /^Continue as viewer/ }).click();
    await expect(page.getByRole("navigation", { name: "Slipway" })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? "").origin);
  });
}

test("signing out ends an open stream, and that tab says so", async ({ context }) => {
  const [watching, other] = [await context.newPage(), await context.newPage()];
  await signIn(watching, "viewer");
  const stream = watching.waitForRequest((request) => request.url().includes("/api/live?"));
  await watching.goto(STACK);
  const address = (await stream).url();
  // Leaving for the sign-in page takes the reader with it, perhaps before anybody waits for it here.
  const ended = watching
    .evaluate(async (url) => {
      const body = (await fetch(url)).body?.getReader();
      let bytes = 0;
      for (;;) {
        const part = await body?.read();
        if (!part || part.done) return bytes;
        bytes += part.value.length;
      }
    }, address)
    .catch(() => 0);
  await other.goto("/");
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await Promise.race([ended, watching.waitForURL(/\/sign-in/)]);
  await expect(watching).toHaveURL(/\/sign-in\?next=%2Fstacks/);
  expect((await context.request.get("/api/palette")).status()).toBe(401);
});
