import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, REGION, signIn, watchConsole } from "./lib/console";

const ACCOUNT = "templates";
const article = readFileSync(path.join(import.meta.dirname, "../lib/templates/testing/article.yaml"), "utf8");
/** What the advice on the launch configuration, the open port and the moving tag asks for. */
const mended = article
  .replace("Default: latest", "Default: 1.4.0")
  .replace("- { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }\n        ", "")
  .replace(/ {2}LaunchConfiguration:[\s\S]*?(?= {2}AutoScalingGroup:)/, launchTemplate())
  .replace(
    "LaunchConfigurationName: !Ref LaunchConfiguration",
    "LaunchTemplate: { LaunchTemplateId: !Ref LaunchTemplate, Version: !GetAtt LaunchTemplate.LatestVersionNumber }",
  );

function launchTemplate(): string {
  return `  LaunchTemplate:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: !Ref ec2Ami
        InstanceType: !Ref ec2Size
        MetadataOptions: { HttpTokens: required, HttpPutResponseHopLimit: 2 }
        IamInstanceProfile: { Name: !Ref InstanceProfile }
        SecurityGroupIds: [!Ref InstanceGroup]
        UserData:
          Fn::Base64: !Sub |
            #!/bin/bash
            echo ECS_CLUSTER=\${Cluster} >> /etc/ecs/ecs.config

`;
}

let page: Page;
let seen: ReturnType<typeof watchConsole>;
test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  // A context of its own: axe opens a second page in it.
  page = await (await browser.newContext()).newPage();
  seen = watchConsole(page);
  await signIn(page, "admin");
});
test.afterAll(async () => {
  await page.context().close();
});

const editor = () => page.locator(".cm-content");
const checks = () => page.getByRole("region", { name: "Checks" });
const choose = (name: string, content: string | Buffer) =>
  page
    .getByLabel(/^Choose a file/)
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
/** All of the editor's text becomes this. */
const type = async (text: string) => {
  await editor().focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
};

test("a file that is no template is told at once, and what was typed stays", async () => {
  await page.goto("/templates/new");
  await expect(editor()).toBeVisible();
  await page.getByLabel("Why it is added").fill("kept");
  await type("Resources:\n\tA: 1\n");
  await expect(checks().getByRole("button", { name: "line 2" })).toBeVisible();
  await choose("photo.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]));
  await expect(page.getByRole("alert").filter({ hasText: "not text in UTF-8" })).toBeVisible();
  await choose("huge.yaml", Buffer.alloc(5_000_000, 32));
  await expect(page.getByRole("alert").filter({ hasText: "1,048,576" })).toBeVisible();
  await expect(editor()).toContainText("A: 1");
  await page.getByLabel("Name").fill("Broken");
  await page.getByRole("button", { name: "Store template" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "line 2" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("What you had not saved is here again.")).toBeVisible();
  await expect(editor()).toContainText("A: 1");
  await expect(page.getByLabel("Why it is added")).toHaveValue("kept");
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(editor()).not.toContainText("A: 1");
});

test("the article's own template is uploaded, with the advice of today", async () => {
  await page.getByLabel("Name").fill("The article");
  await choose("article.yaml", `\uFEFF${article.replaceAll("\n", "\r\n")}`);
  await page.getByLabel("Why it is added").fill("from the blog");
  await expect(checks()).toContainText("LaunchConfiguration is a launch configuration");
  await expect(checks()).toContainText("port 22");
  await page.getByLabel("Checked by AWS in").selectOption(`${ACCOUNT}/${REGION}`);
  await page.getByRole("button", { name: "Store template" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^The article/ })).toBeVisible();
  await expect(page.getByRole("table", { name: "Versions" })).toContainText("from the blog");
  await page.goto("/templates");
  await expect(page.getByRole("row", { name: /The article/ })).toContainText("v1");
});

test("mended in the editor it becomes version 2, and the two are compared", async () => {
  await page.goto("/templates/the-article/edit");
  await expect(editor()).toContainText("AWSTemplateFormatVersion");
  await type(mended);
  await expect(checks()).not.toContainText("is a launch configuration");
  await expect(checks()).toContainText("load balancer’s first failed checks");
  await editor().focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nNames: !Ref pubs");
  await page.keyboard.press("Control+Space");
  await expect(page.getByRole("option", { name: /pubsubnet1/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await type(mended);
  await page.getByRole("button", { name: "Save version 2" }).click();
  await expect(page.getByText("Say why: the next person will ask.")).toBeVisible();
  await page.getByLabel("What is new, and why").fill("launch template, no open port");
  await page.getByLabel("Checked by AWS in").selectOption(`${ACCOUNT}/${REGION}`);
  await page.getByRole("button", { name: "Save version 2" }).click();
  await expect(page.getByRole("table", { name: "Versions" })).toContainText("launch template, no open port");
  await expectAccessible(page);

  await page.getByRole("link", { name: "with v1" }).click();
  await expect(page.locator(".cm-mergeView")).toBeVisible();
  await expect(page.getByLabel("Version 1", { exact: true })).toContainText("AWS::AutoScaling::LaunchConfiguration");
  await expect(page.getByLabel("Version 2", { exact: true })).toContainText("AWS::EC2::LaunchTemplate");
  await page.getByRole("link", { name: "One column" }).click();
  await expect(page.locator(".cm-deletedChunk").first()).toBeVisible();

  const file = await page.request.get("/api/templates/the-article@1");
  expect(file.headers()["content-disposition"]).toContain("the-article-v1.yaml");
  expect(await file.text()).toBe(article);
});

test("its form fills zones and subnets from AWS", async () => {
  await page.goto(`/launch?template=the-article&account=${ACCOUNT}&region=${REGION}`);
  await expect(page.getByText("The article (v2)")).toBeVisible();
  const vpc = page.locator('select[name="vpcid"]');
  await expect(vpc.locator("option", { hasText: "main" })).toHaveCount(1);
  await vpc.selectOption((await vpc.locator("option", { hasText: "main" }).getAttribute("value")) ?? "");
  const subnet = page.locator('select[name="pubsubnet2"]');
  await expect(subnet.locator("option", { hasText: "public-b" })).toHaveCount(1);
  await subnet.selectOption((await subnet.locator("option", { hasText: "public-b" }).getAttribute("value")) ?? "");
  const zones = page.locator('select[name="az2"]');
  await expect(zones.locator("option:not([disabled])", { hasText: "us-east-1b" })).toHaveCount(1);
  await expect(zones.locator("option[disabled]", { hasText: "public-b" }).first()).toHaveCount(1);
});

test("archived it is not offered; deleted it is gone", async () => {
  await page.goto("/templates/the-article");
  await expect(editor()).toBeVisible();
  await page.getByText("More ▾").click();
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("archived", { exact: true })).toBeVisible();
  await page.goto("/launch");
  await expect(page.getByRole("heading", { level: 1, name: "Launch a service" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Launch The article" })).toHaveCount(0);
  await page.goto("/templates/the-article");
  await expect(editor()).toBeVisible();
  await page.getByText("More ▾").click();
  await page.getByRole("button", { name: "Delete …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete The article" }).click();
  await page.waitForURL("/templates");
  await expect(page.getByRole("row", { name: /The article/ })).toHaveCount(0);
  expect(seen.problems).toEqual([]);
});
