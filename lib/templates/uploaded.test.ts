import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Aws } from "@/lib/aws/client";
import { awsFault, testDoor } from "@/lib/aws/test-door";
import { releases, templateBodies, templateVersions, uploadedTemplates } from "@/lib/db/schema";
import { testDatabase } from "@/lib/db/test-database";
import type { VerbContext } from "@/lib/operations/context";
import { recordRelease } from "@/lib/releases/record";
import { addTemplate } from "./add-template";
import { addVersion } from "./add-version";
import { archiveTemplate } from "./archive-template";
import { deleteTemplate } from "./delete-template";
import { listTemplates, offeredTemplate, readTemplateById } from "./library";
import { listArchived, listVersions } from "./uploaded";

const place = { account: "test", region: "us-east-1" };
const topic = (name: string) => `Description: ${name}\nResources: {${name}: {Type: AWS::SNS::Topic}}\n`;
let made: Awaited<ReturnType<typeof testDatabase>>;
let now = 1_000;
let verdict: () => unknown;
let asked: string[] = [];

const ctx = (name = "olga"): VerbContext => ({
  db: made.db,
  aws: {
    at: () =>
      testDoor(
        {
          ValidateTemplateCommand: ({ TemplateBody }) => {
            asked.push(String(TemplateBody));
            return verdict();
          },
        },
        () => now,
      ),
  } as unknown as Aws,
  clock: { now: () => now, sleep: () => Promise.resolve() } as VerbContext["clock"],
  by: { userId: `id-${name}`, name },
});
const upload = (text = topic("A"), title = "Orders API") => addTemplate(ctx(), { title, text, reason: "first", place });

beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());
beforeEach(async () => {
  for (const table of [templateVersions, uploadedTemplates, releases, templateBodies]) await made.db.delete(table);
  now = 1_000;
  asked = [];
  verdict = () => ({ Capabilities: [] });
});

describe("uploading", () => {
  it("stores version 1 with who and why, and offers it", async () => {
    expect(await upload(`\uFEFF${topic("A").replaceAll("\n", "\r\n")}`)).toEqual({ id: "orders-api", number: 1 });
    expect(asked).toEqual([topic("A")]);
    expect(await listVersions(made.db, "orders-api")).toEqual([
      expect.objectContaining({
        number: 1,
        byName: "olga",
        reason: "first",
        at: 1_000,
        released: false,
        unchecked: undefined,
      }),
    ]);
    const { templates } = await listTemplates(made.db);
    const found = templates.find(({ id }) => id === "orders-api");
    expect(found).toMatchObject({
      title: "Orders API",
      version: "1",
      form: { id: "orders-api@1", title: "Orders API" },
    });
    expect(found?.text).toBe(topic("A"));
  });

  it.each([
    ["Orders API", "this name twice"],
    ["orders_api", "a name that makes the same id"],
    ["ECS EC2 daemon", "the name of one that comes with Slipway"],
  ])("refuses %s: %s", async (title) => {
    await upload();
    await expect(upload(topic("B"), title)).rejects.toMatchObject({
      code: "conflict",
      details: { fields: { title: expect.stringMatching(/taken/) } },
    });
    expect(asked).toHaveLength(1);
  });

  it("two people at once: one gets the name, the other is told", async () => {
    const both = await Promise.allSettled([upload(topic("A")), upload(topic("B"))]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  });

  it.each([
    ["a line with a tab", "Resources:\n\tA: 1\n", /line 2/],
    ["a key twice", "Resources:\n  A: {Type: X}\n  A: {Type: X}\n", /line 3.*A appears twice/],
    ["a reference to nothing", "Resources:\n  A:\n    Type: X\n    Properties: {B: !Ref Gone}\n", /Line 4: .*“Gone”/],
    ["no template", "just words", /not a mapping/],
    ["NUL", "Resources: \0", /NUL character in line 1/],
  ])("refuses %s before AWS is asked", async (_, text, message) => {
    await expect(upload(text)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(message),
      details: { fields: { text: expect.stringMatching(message) } },
    });
    expect(asked).toEqual([]);
  });

  it("hands on what AWS says of it, and stores nothing then", async () => {
    verdict = () => {
      throw awsFault("ValidationError", "Template format error: Unrecognized resource types: [X]");
    };
    await expect(upload()).rejects.toMatchObject({ code: "aws_rejected", message: /Unrecognized resource types/ });
    expect((await listTemplates(made.db)).templates.map(({ id }) => id)).not.toContain("orders-api");
  });

  it("keeps it unchecked only where AWS gives no verdict and the person says so", async () => {
    verdict = () => {
      throw awsFault("AccessDenied", "not allowed", 403);
    };
    await expect(upload()).rejects.toMatchObject({ code: "aws_denied" });
    await addTemplate(ctx(), { title: "Orders API", text: topic("A"), reason: "r", place, unchecked: true });
    expect(await listVersions(made.db, "orders-api")).toMatchObject([{ unchecked: "not allowed" }]);
    verdict = () => {
      throw awsFault("ValidationError", "no");
    };
    await expect(
      addVersion(ctx(), { id: "orders-api", base: 1, text: topic("B"), reason: "r", place, unchecked: true }),
    ).rejects.toMatchObject({ code: "aws_rejected" });
  });
});

describe("versions", () => {
  const next = (base: number, name: string, by = "olga") =>
    addVersion(ctx(by), { id: "orders-api", base, text: topic(name), reason: `to ${name}`, place });

  it("adds the next one; a reference names one for ever", async () => {
    await upload();
    now = 2_000;
    expect(await next(1, "B", "otto")).toEqual({ id: "orders-api", number: 2 });
    expect(await listVersions(made.db, "orders-api")).toMatchObject([
      { number: 2, byName: "otto", reason: "to B", at: 2_000 },
      { number: 1, byName: "olga", reason: "first" },
    ]);
    expect((await readTemplateById(made.db, "orders-api")).text).toBe(topic("B"));
    expect(await readTemplateById(made.db, "orders-api@1")).toMatchObject({ text: topic("A"), version: "1" });
    await expect(readTemplateById(made.db, "orders-api@3")).rejects.toMatchObject({ code: "not_found" });
  });

  it("nobody writes over what somebody saved meanwhile", async () => {
    await upload();
    await next(1, "B", "otto");
    await expect(next(1, "C")).rejects.toMatchObject({ code: "conflict", message: /otto saved version 2/ });
    const both = await Promise.allSettled([next(2, "D"), next(2, "E", "otto")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("a double click is one version; the same text again is none", async () => {
    await upload();
    const both = await Promise.all([next(1, "B"), next(1, "B")]);
    expect(both).toEqual([
      { id: "orders-api", number: 2 },
      { id: "orders-api", number: 2 },
    ]);
    await expect(next(2, "B")).rejects.toMatchObject({ code: "conflict", message: /word for word version 2/ });
    await expect(next(1, "B", "otto")).rejects.toMatchObject({ code: "conflict" });
  });

  it("there are none of what is not there, or comes with Slipway", async () => {
    for (const id of ["gone", "ecs-ec2-daemon"]) {
      await expect(addVersion(ctx(), { id, base: 1, text: topic("B"), reason: "r", place })).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });
});

describe("archiving and deleting", () => {
  const release = (body: string) =>
    made.db.transaction((tx) =>
      recordRelease(
        tx,
        { templateBody: body, templateId: "orders-api", parameters: {}, tags: {} },
        {
          ref: { ...place, stack: "orders-dev" },
          by: "olga",
          at: 1,
          origin: "slipway",
          outcome: "succeeded",
        },
      ),
    );

  it("an archived one is not offered, takes no version, and comes back", async () => {
    await upload();
    await archiveTemplate(ctx(), { id: "orders-api", archived: true });
    expect((await listTemplates(made.db)).templates.map(({ id }) => id)).not.toContain("orders-api");
    expect(await offeredTemplate(made.db, "orders-api@1")).toBeUndefined();
    expect(await listArchived(made.db)).toMatchObject([{ id: "orders-api", archivedBy: "olga", archivedAt: 1_000 }]);
    expect(await readTemplateById(made.db, "orders-api")).toMatchObject({ upload: { archived: true } });
    await expect(
      addVersion(ctx(), { id: "orders-api", base: 1, text: topic("B"), reason: "r", place }),
    ).rejects.toMatchObject({ code: "conflict" });
    await archiveTemplate(ctx(), { id: "orders-api", archived: false });
    expect(await offeredTemplate(made.db, "orders-api")).toMatchObject({ version: "1" });
    await expect(archiveTemplate(ctx(), { id: "gone", archived: true })).rejects.toMatchObject({ code: "not_found" });
  });

  it("deletes it with its texts, and the name is free again", async () => {
    await upload();
    expect(await deleteTemplate(ctx(), { id: "orders-api" })).toEqual({ kept: [] });
    expect(await made.db.select().from(templateBodies)).toEqual([]);
    await expect(readTemplateById(made.db, "orders-api")).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteTemplate(ctx(), { id: "orders-api" })).rejects.toMatchObject({ code: "not_found" });
    expect(await upload()).toEqual({ id: "orders-api", number: 1 });
  });

  it("a version that a release was made of stays, archived", async () => {
    await upload();
    await addVersion(ctx(), { id: "orders-api", base: 1, text: topic("B"), reason: "r", place });
    await release(topic("A"));
    expect(await listVersions(made.db, "orders-api")).toMatchObject([{ released: false }, { released: true }]);
    expect(await deleteTemplate(ctx(), { id: "orders-api" })).toEqual({ kept: [1] });
    expect(await readTemplateById(made.db, "orders-api@1")).toMatchObject({
      text: topic("A"),
      upload: { archived: true },
    });
    expect(await made.db.select({ body: templateBodies.body }).from(templateBodies)).toEqual([{ body: topic("A") }]);
  });

  it("a text that another template has too stays with that one", async () => {
    await upload();
    await upload(topic("A"), "Copy");
    await deleteTemplate(ctx(), { id: "orders-api" });
    expect((await readTemplateById(made.db, "copy")).text).toBe(topic("A"));
  });
});
