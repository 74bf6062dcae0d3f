import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeStack, templateText, validateTemplate } from "@/lib/aws/cloudformation";
import { createChangeSet, describeChangeSet } from "@/lib/aws/cloudformation-change-sets";
import { createStack } from "@/lib/aws/cloudformation-writes";
import { sandboxAws, startSandbox, type TestSandbox } from "@/lib/operations/test-rig";

const place = { account: "sandbox", region: "us-east-1" };
/** More than a request may hold, most of it a comment in two-byte letters. */
const large = (bytes: number, more = "") =>
  `# ${"ü".repeat(bytes / 2)}\nResources:\n  Topic: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}\n${more}`;

let sandbox: TestSandbox;
let aws: ReturnType<typeof sandboxAws>;
beforeAll(async () => {
  sandbox = await startSandbox();
  aws = sandboxAws(sandbox.url);
});
afterAll(async () => {
  aws.destroy();
  await sandbox.stop();
});

describe("a template larger than a request goes through S3", () => {
  it("is checked, launched, read back and changed", async () => {
    const at = aws.at(place);
    const text = large(60_000);
    expect(await validateTemplate(at, text)).toEqual({ capabilities: [] });
    const stackId = await createStack(at, {
      name: "large",
      templateBody: text,
      parameters: [],
      tags: {},
      capabilities: [],
      clientToken: "large-1",
    });
    expect(await templateText(at, "large")).toBe(text);
    await expect
      .poll(async () => (await describeStack(at, stackId))?.status, { timeout: 15_000 })
      .toBe("CREATE_COMPLETE");
    const set = await createChangeSet(at, {
      stackId,
      name: "more",
      templateBody: large(900_000, "  More: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}\n"),
      parameters: [],
      capabilities: [],
      clientToken: "large-2",
    });
    await expect
      .poll(async () => (await describeChangeSet(at, set))?.status, { timeout: 15_000 })
      .toBe("CREATE_COMPLETE");
    expect((await describeChangeSet(at, set))?.changes.map(({ logicalId }) => logicalId)).toEqual(["More"]);
  });

  it("AWS still says what is wrong with it", async () => {
    await expect(validateTemplate(aws.at(place), `# ${"x".repeat(60_000)}\nResources: {A: 1}`)).rejects.toMatchObject({
      code: "aws_rejected",
      message: expect.stringMatching(/Resources/),
    });
  });
});
