import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formFromText, listTemplates, readTemplateById } from "./library";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "slipway-templates-"));
});
afterEach(() => rm(directory, { recursive: true }));

const text = "Description: A <b>topic</b>\nResources: {A: {Type: AWS::SNS::Topic}}\n";

describe("the template library", () => {
  it("lists what it can use and says why it cannot use the rest", async () => {
    await writeFile(join(directory, "topic.yaml"), text);
    await writeFile(join(directory, "broken.yaml"), "Resources: {A: [");
    await writeFile(join(directory, "README.md"), "# not a template");
    const library = await listTemplates(directory);
    expect(library.templates).toMatchObject([
      { id: "topic", title: "topic", description: "A <b>topic</b>", resourceCount: 1, parameterCount: 0, text },
    ]);
    expect(library.templates[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(library.broken).toMatchObject([{ id: "broken", problems: [{ code: "syntax", line: 1 }] }]);
  });

  it.each(["../../etc/passwd", "topic.yaml", "", "TOPIC", "x".repeat(10_000)])("has no template %j", async (id) => {
    await writeFile(join(directory, "topic.yaml"), text);
    await expect(readTemplateById(id, directory)).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses a broken one by its first problem", async () => {
    await writeFile(join(directory, "broken.yaml"), "Resources: {}");
    await expect(readTemplateById("broken", directory)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/no Resources/),
    });
    expect(() => formFromText("just text", "x")).toThrowError(expect.objectContaining({ code: "invalid_input" }));
  });

  it("holds the stored template", async () => {
    const stored = await readTemplateById("ecs-ec2-daemon");
    expect(stored).toMatchObject({ title: "ECS on EC2, CPU alarms", version: "1", form: { id: "ecs-ec2-daemon" } });
  });
});
