import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/sandbox-server";
import { getBounded } from "./get-bounded";
import { readConfiguration, readManifest } from "./manifest";
import { readPublicImage } from "./read-image";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

const read = (name: string, reference: string, registry = "docker.io") =>
  readPublicImage({ sandbox: sandbox.endpoint }, registry, name, reference);

it("reads digest, processors and EXPOSE of a public image, by tag and by digest", async () => {
  const found = await read("nginx", "1.29");
  expect(found).toEqual({
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    platforms: ["amd64", "arm64"],
    ports: [80],
  });
  if (!found || found === "private") throw new Error("not found");
  expect(await read("library/nginx", found.digest)).toEqual(found);
});

it("tells a missing tag, and leaves registries alone that it may not ask", async () => {
  expect(await read("acme/orders", "9.9.9")).toBeNull();
  expect(await read("a/b", "1", "ghcr.io")).toBeUndefined();
  expect(await readPublicImage({}, "docker.io", "nginx", "1.29")).toBeUndefined();
  expect(await readPublicImage({ internet: true }, "169.254.169.254", "a", "1")).toBeUndefined();
});

it.each([
  "http://ghcr.io/v2/",
  "https://ghcr.io:8443/v2/",
  "https://127.0.0.1/v2/",
  "https://2130706433/v2/",
  "https://[::1]/v2/",
  "https://me@ghcr.io/v2/",
  "file:///etc/passwd",
])("never goes to %s", async (address) => {
  await expect(getBounded(address)).rejects.toThrow(/does not go to/);
});

it("does not follow a trusted host elsewhere", async () => {
  await expect(getBounded("http://127.0.0.1:1/", { trusted: "http://127.0.0.1:2" })).rejects.toThrow(/does not go to/);
});

it("reads manifests that are not what they should be as empty", () => {
  for (const text of [
    "",
    "[]",
    '{"manifests": 3, "config": {"digest": "../../x"}}',
    '{"manifests": [{"digest": "x"}]}',
  ]) {
    expect(readManifest(text)).toEqual({ children: [], config: undefined });
  }
  expect(readConfiguration('{"config": {"ExposedPorts": {"53/udp": {}, "9000/tcp": {}, "80": {}, "x": {}}}}')).toEqual({
    platform: undefined,
    ports: [80, 9000],
  });
});
