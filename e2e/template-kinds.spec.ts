import { expect, type Page, test } from "@playwright/test";
import {
  advanceUntil,
  control,
  fillLaunch,
  REGION,
  sandboxState,
  signIn,
  stackAddress,
  visit,
  watchConsole,
} from "./lib/console";

const ACCOUNT = "kinds";
const STACK = "parcels-test";

/** Stacks that are not one container on each instance: tasks on Fargate, and a network that runs nothing. */
test.describe.configure({ mode: "serial" });

let page: Page;
let seen: { problems: string[] };
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  seen = watchConsole(page);
  await control(ACCOUNT, "reset");
  await signIn(page, "operator");
});
test.afterAll(async () => {
  await page.close();
});

const tab = (name: string) => page.getByRole("link", { name, exact: true }).click();
const launchFrom = (template: string) => page.goto(`/launch?template=${template}&account=${ACCOUNT}&region=${REGION}`);
/** From the filled form to the stack's page. */
async function launch(stack: string, { iam }: { iam: boolean }): Promise<void> {
  await page.getByRole("button", { name: /^Review/ }).click();
  if (iam) await page.getByRole("checkbox", { name: /IAM resources/ }).check();
  await page.getByRole("button", { name: `Launch ${stack}` }).click();
  await expect(page).toHaveURL(stackAddress(ACCOUNT, stack, "deployments"));
  const operation = page.getByRole("region", { name: `Launch ${stack}` }).first();
  await advanceUntil(ACCOUNT, operation.getByText("succeeded", { exact: true }));
}

test("a service on Fargate is launched, and its tasks name no instance", async () => {
  await launchFrom("ecs-fargate");
  await fillLaunch(page, ACCOUNT, { service: "parcels", stage: "test", containerTag: "1.4.2" });
  await launch(STACK, { iam: true });
  await tab("Tasks");
  const tasks = page.getByRole("table", { name: "Tasks", exact: true });
  await expect(tasks.getByText("Fargate", { exact: true })).toHaveCount(2);
  await expect(tasks.getByText("healthy", { exact: true })).toHaveCount(2);
});

test("its Scaling tab has Application Auto Scaling's limits, policy and alarms, and says there is no group", async () => {
  await tab("Scaling");
  await expect(page.getByText("2 running, 2 wanted, 2 to 6")).toBeVisible();
  await expect(page.getByText("keeps CPU at 60%")).toBeVisible();
  const alarms = page.getByRole("table", { name: "Alarms" });
  const row = (name: string) => alarms.getByRole("row").filter({ hasText: name });
  await expect(row("TargetTracking-AlarmHigh (tasks)")).toContainText("adds tasks");
  await expect(row("TargetTracking-AlarmLow (tasks)")).toContainText("removes tasks");
  await expect(page.getByText("This stack has no Auto Scaling group.")).toBeVisible();
  await expect(page.getByText(/^Its tasks run on Fargate/)).toBeVisible();
});

test("load adds tasks, and the overview says why, without calling the alarm a fault", async () => {
  await visit(page, stackAddress(ACCOUNT, STACK, "overview"));
  const { services } = await sandboxState(ACCOUNT);
  await control(ACCOUNT, "traffic", { service: services[0]?.service, requestsPerSecond: 400 });
  await advanceUntil(ACCOUNT, page.getByRole("heading", { name: /^Why did it scale out at/ }), {
    minutes: 20,
    step: 60,
  });
  await expect(page.getByText(/^CPU was above 60% for 3 of 3 datapoints/)).toContainText(
    /the policy added .* tasks?\./,
  );
  await expect(page.getByText(/^[3-6] of max 6 tasks$/)).toBeVisible();
  await tab("Scaling");
  const activities = page.getByRole("table", { name: /^Scaling activities/ });
  await expect(activities.getByRole("row").nth(1)).toContainText(/Setting desired count to [3-6]\./);
  await expect(activities.getByRole("row").nth(1)).toContainText(/[2-5] → [3-6]/);
});

test("a network is launched, and its tabs say that it runs no service", async () => {
  await launchFrom("network");
  await launch("network", { iam: false });
  await expect(page.getByText("There is no ECS service in this stack.")).toBeVisible();
  for (const name of ["Overview", "Scaling", "Tasks", "Logs"]) {
    await tab(name);
    await expect(page.getByText("This stack runs no ECS service.")).toBeVisible();
  }
  await expect(page.getByRole("button", { name: "Deploy version" })).toHaveCount(0);
  await tab("Resources");
  await expect(page.getByText("AWS::EC2::VPC", { exact: false }).first()).toBeVisible();
});

test("the fleet has both: the one with its alarms as signals, the other without a service", async () => {
  await visit(page, "/");
  const row = (name: string) =>
    page
      .getByRole("row")
      .filter({ hasText: `${ACCOUNT} · ${REGION}` })
      .filter({ hasText: name });
  await expect(row("parcels")).toContainText(/scaling out|Quiet/);
  await expect(row("network")).toContainText("No ECS service in this stack");
  expect(seen.problems).toEqual([]);
});
