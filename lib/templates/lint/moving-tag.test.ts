import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const task = (image: string, tag = "x") => `Parameters:
  v: {Type: String, Default: ${tag}}
Resources:
  T:
    Type: AWS::ECS::TaskDefinition
    Properties: {ContainerDefinitions: [{Image: ${image}}]}`;

describe("moving-tag", () => {
  it.each([
    ["an image without a tag", task("docker.io/acme/orders"), [6]],
    ["a name alone", task("nginx"), [6]],
    ["a parameter with the whole image", task("!Ref v", "nginx"), [2]],
    ["a pinned image", task("nginx:1.27"), []],
    ["an image by digest", task(`nginx@sha256:${"a".repeat(64)}`), []],
    ["a tag parameter with latest", task('!Sub "acme/orders:${v}"', "latest"), [2]],
    ["a tag parameter with a version", task('!Sub "acme/orders:${v}"', "1.4.3"), []],
  ])("%s", (_, text, lines) => {
    expect(linesOf("moving-tag", text)).toEqual(lines);
  });
});
