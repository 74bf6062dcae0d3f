import { describe, expect, it } from "vitest";
import { templateSource } from "./template-source";
import { awsFault, type TestAnswers, testDoor } from "./test-door";

const large = "x".repeat(51_201);
const KEY = /^[0-9a-f]{64}\.template$/;

function door(answers: TestAnswers, region = "us-east-1") {
  const sent: [string, Record<string, unknown>][] = [];
  const usual: TestAnswers = {
    GetCallerIdentityCommand: () => ({ Account: "123456789012" }),
    HeadBucketCommand: () => ({}),
    PutObjectCommand: () => ({}),
    CreateBucketCommand: () => ({}),
  };
  const noted = Object.fromEntries(
    Object.entries({ ...usual, ...answers }).map(([name, answer]) => [
      name,
      (input: Record<string, unknown>) => {
        sent.push([name, input]);
        return answer(input);
      },
    ]),
  );
  const made = testDoor(noted, () => 0);
  const client: typeof made.client = (Client) => Object.assign(made.client(Client), { config: {} });
  return { aws: { ...made, region, client }, sent };
}

describe("templateSource", () => {
  it("51,200 bytes are sent in the request, and S3 is not asked", async () => {
    const { aws, sent } = door({});
    expect(await templateSource(aws, "x".repeat(51_200))).toEqual({ TemplateBody: "x".repeat(51_200) });
    expect(sent).toEqual([]);
  });

  it("more goes into the account's own bucket, every call naming the owner", async () => {
    const { aws, sent } = door({});
    const source = await templateSource(aws, large);
    expect(source).toEqual({
      TemplateURL: expect.stringMatching(
        /^https:\/\/slipway-templates-123456789012-us-east-1\.s3\.us-east-1\.amazonaws\.com\/[0-9a-f]{64}\.template$/,
      ),
    });
    expect(sent.map(([name]) => name)).toEqual(["GetCallerIdentityCommand", "HeadBucketCommand", "PutObjectCommand"]);
    for (const [, input] of sent.slice(1)) expect(input.ExpectedBucketOwner).toBe("123456789012");
    expect(sent[2]?.[1]).toMatchObject({ Body: large, Key: expect.stringMatching(KEY) });
  });

  it.each([
    ["us-east-1", undefined],
    ["eu-west-1", { LocationConstraint: "eu-west-1" }],
  ])("makes the bucket on first use in %s", async (region, configuration) => {
    const missing = () => {
      throw awsFault("NotFound", "", 404);
    };
    const { aws, sent } = door({ HeadBucketCommand: missing }, region);
    await templateSource(aws, large);
    expect(sent[2]).toEqual([
      "CreateBucketCommand",
      expect.objectContaining({ CreateBucketConfiguration: configuration }),
    ]);
  });

  it("a bucket of that name in other hands is never used", async () => {
    const { aws, sent } = door({
      HeadBucketCommand: () => {
        throw awsFault("AccessDenied", "Access Denied", 403);
      },
    });
    await expect(templateSource(aws, large)).rejects.toMatchObject({ code: "aws_denied" });
    expect(sent.map(([name]) => name)).not.toContain("PutObjectCommand");
  });
});
