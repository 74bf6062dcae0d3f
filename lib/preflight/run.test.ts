import { describe, expect, it } from "vitest";
import { SlipwayError } from "@/lib/errors";
import { mayProceed, runPreflight } from "./run";
import { input, world } from "./test-sample";
import type { PreflightInput, PreflightWorld } from "./types";

const dns = { enableDns: "true", route53ZoneId: "Z1", url: "orders.acme.dev" };

async function result(
  id: string,
  values: Record<string, string>,
  parts: Partial<PreflightWorld>,
  extra: Partial<PreflightInput> = {},
) {
  const results = await runPreflight(input(values, extra), world(parts));
  return results.find((one) => one.id === id);
}
describe("which checks run", () => {
  it("asks for nothing a form does not hold yet", async () => {
    const results = await runPreflight({ ...input(), stackName: undefined, values: {} }, world());
    expect(results).toEqual([]);
  });

  it("leaves features alone that are off", async () => {
    const ids = (await runPreflight(input({ ec2Key: "gone", acmCertificateArn: "gone" }), world())).map(({ id }) => id);
    expect(ids).not.toContain("key-pair");
    expect(ids).not.toContain("certificate");
    expect(ids).not.toContain("ipv6-blocks");
  });

  it("does not ask whether a name is free on an update", async () => {
    expect(await result("name-free", {}, {}, { mode: "update" })).toBeUndefined();
    const records = async () => [{ type: "A" }];
    expect(await result("hosted-zone", dns, { records }, { mode: "update" })).toMatchObject({ status: "pass" });
  });
});

describe("a check with nothing to say is left out", () => {
  it.each([
    ["the image cannot be seen", async () => undefined],
    ["the registry refuses", async () => Promise.reject(new SlipwayError("aws_denied", "no"))],
  ])("when %s", async (_, image) => {
    const found = await runPreflight(input(), world({ image }));
    expect(found.filter(({ id }) => id.startsWith("image")).map(({ id, status }) => [id, status])).toEqual([
      ["image-exists", "unknown"],
    ]);
  });
});

describe("a check that cannot run is unknown and blocks nothing", () => {
  it("when AWS refuses, says which API and why", async () => {
    const denied = async () => {
      throw new SlipwayError("aws_denied", "AWS does not allow this.", { api: "ec2:DescribeSubnets" });
    };
    const found = await result("public-subnets", {}, { subnets: denied });
    expect(found).toMatchObject({ status: "unknown", evidence: expect.stringContaining("ec2:DescribeSubnets") });
    expect(mayProceed(found ? [found] : [])).toBe(true);
  });

  it("when AWS never answers, while the others do", async () => {
    const hang = () => new Promise<never>(() => undefined);
    const results = await runPreflight(input(), world({ image: hang }), { deadlineMs: 20 });
    expect(results.find(({ id }) => id === "image-exists")).toMatchObject({
      status: "unknown",
      evidence: expect.stringMatching(/did not answer/),
    });
    expect(results.find(({ id }) => id === "public-subnets")).toMatchObject({ status: "pass" });
  });

  it("when the code behind it breaks, shows no insides", async () => {
    const broken = async () => {
      throw new TypeError("x of undefined at /secret/path");
    };
    expect((await result("key-pair", { enableSsh: "true", ec2Key: "team" }, { keyPairs: broken }))?.evidence).toBe(
      "It could not be looked up.",
    );
  });

  it("blocks when something is known to be wrong", async () => {
    expect(mayProceed(await runPreflight(input(), world()))).toBe(true);
    expect(mayProceed(await runPreflight(input(), world({ image: async () => null })))).toBe(false);
  });
});

it("asks AWS each question once", async () => {
  const asked: string[] = [];
  const parts: Partial<PreflightWorld> = {
    image: async () => {
      asked.push("image");
      return null;
    },
    subnets: async () => {
      asked.push("subnets");
      return [];
    },
  };
  await runPreflight(input({ enableIpv6: "true" }), world(parts));
  expect(asked.sort()).toEqual(["image", "subnets"]);
});
