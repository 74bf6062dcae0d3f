import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formFromText } from "./library";
import { findStored, listStored } from "./stored";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "slipway-templates-"));
});
afterEach(() => rm(directory, { recursive: true }));

const text = "Description: A <b>topic</b>\nResources: {A: {Type: AWS::SNS::Topic}}\n";

describe("the templates that come with Slipway", () => {
  it("are listed, and those that cannot be used with the reason", async () => {
    await writeFile(join(directory, "topic.yaml"), text);
    await writeFile(join(directory, "broken.yaml"), "Resources: {A: [");
    await writeFile(join(directory, "README.md"), "# not a template");
    const [broken, topic, ...more] = await listStored(directory);
    expect(more).toEqual([]);
    expect(topic).toMatchObject({
      id: "topic",
      title: "topic",
      file: "topic.yaml",
      description: "A <b>topic</b>",
      resourceCount: 1,
      parameterCount: 0,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      text,
    });
    expect(broken).toMatchObject({ id: "broken", problems: [{ code: "syntax", line: 1 }] });
  });

  it.each(["../../etc/passwd", "topic.yaml", "", "TOPIC", "x".repeat(10_000)])("%j is none", async (id) => {
    await writeFile(join(directory, "topic.yaml"), text);
    expect(await findStored(id, directory)).toBeUndefined();
  });

  it("a text that is no template has no form", () => {
    expect(() => formFromText("just text", "x")).toThrowError(expect.objectContaining({ code: "invalid_input" }));
    expect(() => formFromText("Resources: {}", "x")).toThrowError(/no Resources/);
  });

  it("holds the daemon template", async () => {
    expect(await findStored("ecs-ec2-daemon")).toMatchObject({
      title: "ECS on EC2, CPU alarms",
      form: { id: "ecs-ec2-daemon" },
    });
  });
});
