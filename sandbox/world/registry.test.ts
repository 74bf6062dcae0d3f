import { describe, expect, it } from "vitest";
import { createEcrHandlers } from "../services/ecr";
import { Kernel } from "./kernel";
import { createRegistry, parseReference } from "./registry";

const ctx = { account: "111111111111", region: "eu-central-1", requestId: "r" };
const kernel = new Kernel(() => 1_800_000_000_000);
const registry = createRegistry(kernel);
const ecr = createEcrHandlers({ registry, kernel });
const host = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";

describe("the image registry", () => {
  it.each([
    ["nginx", { registry: "docker.io", name: "library/nginx", tag: "latest" }],
    ["acme/orders:1.5.0", { registry: "docker.io", name: "acme/orders", tag: "1.5.0" }],
    ["docker.io/acme/orders:1.5.0", { registry: "docker.io", name: "acme/orders", tag: "1.5.0" }],
    ["localhost:5000/x", { registry: "localhost:5000", name: "x", tag: "latest" }],
    [`${host}/acme/orders:1`, { registry: host, name: "acme/orders", tag: "1" }],
    [
      `ghcr.io/a/b:1@sha256:${"a".repeat(64)}`,
      { registry: "ghcr.io", name: "a/b", tag: "1", digest: `sha256:${"a".repeat(64)}` },
    ],
  ])("reads %s", (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it("has the bad releases: one crashes, one is unhealthy, one starts slowly", () => {
    const find = (tag: string) => registry.find(ctx, `${host}/acme/orders:${tag}`);
    expect(find("1.6.0")).toMatchObject({ crash: { exitCode: 1 } });
    const crash = find("1.6.0");
    expect("crash" in crash && crash.crash?.lines.at(-1)).toContain("DATABASE_URL is not set");
    expect(find("1.7.0")).toMatchObject({ healthStatus: 503 });
    expect(find("1.8.0")).toMatchObject({ startSeconds: 150 });
    expect(find("latest")).toEqual(find("1.5.1"));
  });

  it("says what ECS says when a tag is missing in a known repository", () => {
    const image = `${host}/acme/orders:9.9.9`;
    expect(registry.find(ctx, image)).toEqual({
      pullError: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`,
    });
    expect(registry.find(ctx, "nginx:nope")).toHaveProperty("pullError");
    expect(registry.find(ctx, `${host}/acme/unknown:1`)).toHaveProperty("pullError");
    expect(registry.find(ctx, `${host.replace(/1/g, "3")}/acme/orders:1.5.0`)).toHaveProperty("pullError");
  });

  it("runs an image from no catalogue as a plain server, and finds one by its digest", () => {
    expect(registry.find(ctx, "ghcr.io/somebody/api:7")).toMatchObject({ healthStatus: 200 });
    const [newest] = registry.images(ctx, "acme/orders") ?? [];
    expect(registry.find(ctx, `acme/orders:whatever@${newest?.digest}`)).toMatchObject({ startSeconds: 150 });
  });

  it("lists tags newest first, and keeps their times over a restart", () => {
    const { imageDetails } = ecr.DescribeImages({ repositoryName: "acme/orders" }, ctx);
    expect(imageDetails[0]?.imageTags).toEqual(["1.8.0"]);
    const again = createRegistry(new Kernel(() => 1_800_000_900_000, kernel.snapshot()));
    expect(again.images(ctx, "acme/orders")?.[0]?.pushedAt).toBe(imageDetails[0]?.imagePushedAt.getTime());
  });

  it("serves an index whose children can be fetched by digest", () => {
    const { images } = ecr.BatchGetImage({ repositoryName: "acme/orders", imageIds: [{ imageTag: "1.5.1" }] }, ctx);
    const index = JSON.parse(images[0]?.imageManifest ?? "{}") as { manifests: { digest: string }[] };
    const child = ecr.BatchGetImage(
      { repositoryName: "acme/orders", imageIds: [{ imageDigest: index.manifests[1]?.digest }, { imageTag: "no" }] },
      ctx,
    );
    expect(child.images).toHaveLength(1);
    expect(child.failures).toMatchObject([{ failureCode: "ImageNotFound" }]);
    expect(() => ecr.DescribeImages({ repositoryName: "acme/no" }, ctx)).toThrow(
      "The repository with name 'acme/no' does not exist in the registry with id '111111111111'",
    );
  });
});
