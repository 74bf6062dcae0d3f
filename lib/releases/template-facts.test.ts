import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { currentRelease, diffReleases } from "./diff";
import { imageOf, imageParameterNames, templateFacts } from "./template-facts";
import type { Release } from "./types";

it("reads from the stored template what a release keeps", () => {
  const facts = templateFacts(readFileSync("infra-templates/ecs-ec2-daemon.yaml", "utf8"));
  expect(imageParameterNames(facts)).toEqual(["containerRegistry", "containerName", "containerTag"]);
  expect(facts).toMatchObject({
    id: "ecs-ec2-daemon",
    ami: ["ec2Ami"],
  });
  const values = { containerRegistry: "registry.example", containerName: "acme/api", containerTag: "1.4.2" };
  expect(imageOf(facts, values)).toEqual({ image: "registry.example/acme/api:1.4.2", version: "1.4.2" });
  const pinned = { ...values, containerTag: "1.4.2@sha256:abc" };
  expect(imageOf(facts, pinned)).toMatchObject({ version: "1.4.2" });
});

it.each([
  ["acme/api:1.4.2", "1.4.2"],
  ["host:5000/acme/api:2.0@sha256:0123456789abcdef", "2.0"],
  ["host:5000/acme/api@sha256:0123456789abcdef", "0123456789ab"],
  ["host:5000/acme/api", undefined],
])("calls the whole image %s version %s", (image, version) => {
  const facts = { ...templateFacts("{}"), image: { whole: "Image" } };
  expect(imageOf(facts, { Image: image })).toEqual({ image, version });
});

it("knows only the hash of a text that is no template", () => {
  expect(templateFacts("a: [")).toMatchObject({
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    image: {},
    secret: [],
  });
});

const release = (id: string, parameters: Record<string, string>, more: Partial<Release> = {}): Release => ({
  id,
  number: 1,
  account: "a",
  region: "r",
  stack: "s",
  stackId: "id",
  version: "v",
  templateSha256: "t",
  parameters,
  secretParameters: ["key"],
  imageParameters: [],
  tags: {},
  by: "Ada",
  at: 0,
  outcome: "succeeded",
  origin: "slipway",
  ...more,
});

it("compares two releases by name", () => {
  const before = release("1", { tag: "1", gone: "x", same: "s" });
  const after = release("2", { tag: "2", same: "s", added: "y" }, { templateSha256: "u" });
  expect(diffReleases(before, after)).toEqual({
    templateChanged: true,
    parameters: [
      { key: "added", before: undefined, after: "y" },
      { key: "gone", before: "x", after: undefined },
      { key: "tag", before: "1", after: "2" },
    ],
    digestChanged: false,
    keptSecrets: ["key"],
  });
});

it("finds the release that a stack has now, whatever was tried since", () => {
  const tried = release("3", { tag: "3" }, { outcome: "rolled_back" });
  const releases = [tried, release("2", { tag: "2" }), release("1", { tag: "1" })];
  expect(currentRelease(releases, { tag: "2", key: "****" })?.id).toBe("2");
  expect(currentRelease(releases, { tag: "elsewhere" })?.id).toBe("3");
});
