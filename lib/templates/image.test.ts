import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ecrRegistry, formatImage, imageParameters, isMovingTag, splitImage, splitTag, tagParameter } from "./image";

const digest = `sha256:${"a1".repeat(32)}`;

describe("splitImage", () => {
  it.each([
    ["nginx", { name: "nginx" }],
    ["nginx:1.27", { name: "nginx", tag: "1.27" }],
    ["acme/orders:1", { name: "acme/orders", tag: "1" }],
    ["docker.io/acme/orders", { registry: "docker.io", name: "acme/orders" }],
    ["localhost:5000/orders", { registry: "localhost:5000", name: "orders" }],
    ["localhost/orders:2", { registry: "localhost", name: "orders", tag: "2" }],
    [`reg.io:443/a/b/c:1.4.2@${digest}`, { registry: "reg.io:443", name: "a/b/c", tag: "1.4.2", digest }],
    [`orders@${digest}`, { name: "orders", digest }],
  ])("%s", (image, parts) => {
    expect(splitImage(image)).toEqual(parts);
  });

  it.each(["", "Orders", "a b", "orders:", "orders:-x", "docker.io/", "orders@sha256:12", "/orders", "a//b"])(
    "%j is no image",
    (image) => {
      expect(splitImage(image)).toBeUndefined();
    },
  );

  it("takes apart what formatImage put together", () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const part = fc.record({
      registry: fc.option(
        word.map((w) => `${w}.example:5000`),
        { nil: undefined },
      ),
      name: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("/")),
      tag: fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined }),
      digest: fc.option(fc.constant(digest), { nil: undefined }),
    });
    fc.assert(
      fc.property(part, (image) => {
        // `localhost/x` without a registry would be read as one.
        fc.pre(!image.name.startsWith("localhost/"));
        expect(splitImage(formatImage(image))).toEqual(image);
      }),
    );
  });
});

it("a digest beside a moving tag pins it", () => {
  expect(isMovingTag("latest")).toBe(true);
  expect(isMovingTag("1.4.2")).toBe(false);
  expect(isMovingTag(`latest@${digest}`)).toBe(false);
  expect(splitTag(`1.4.2@${digest}`)).toEqual({ tag: "1.4.2", digest });
});

it("reads account and Region of an ECR host", () => {
  expect(ecrRegistry("123456789012.dkr.ecr.eu-central-1.amazonaws.com")).toEqual({
    account: "123456789012",
    region: "eu-central-1",
  });
  expect(ecrRegistry("docker.io")).toBeUndefined();
  expect(ecrRegistry("123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.io")).toBeUndefined();
});

describe("imageParameters", () => {
  const template = (image: unknown, extra: object = {}) => ({
    Parameters: { reg: { Type: "String" }, repo: { Type: "String" }, ver: { Type: "String" } },
    Resources: { T: { Type: "AWS::ECS::TaskDefinition", Properties: { ContainerDefinitions: [{ Image: image }] } } },
    ...extra,
  });
  it.each([
    ["Sub of three", { "Fn::Sub": "${reg}/${repo}:${ver}" }, { registry: "reg", name: "repo", tag: "ver" }],
    ["Sub with a fixed registry", { "Fn::Sub": "docker.io/acme/${repo}:${ver}" }, { name: "repo", tag: "ver" }],
    [
      "Sub with a pseudo parameter",
      { "Fn::Sub": "${AWS::AccountId}.dkr.ecr.x/${repo}:${ver}" },
      { name: "repo", tag: "ver" },
    ],
    ["Join", { "Fn::Join": [":", ["acme/orders", { Ref: "ver" }]] }, { tag: "ver" }],
    ["one parameter for all", { Ref: "repo" }, { whole: "repo" }],
    ["fixed", "nginx:1", {}],
    ["a function that hides it", { "Fn::ImportValue": "x" }, {}],
  ])("%s", (_, image, found) => {
    const plain = JSON.parse(JSON.stringify(imageParameters(template(image))));
    expect(plain).toEqual(found);
  });

  it("believes the template's metadata, but not a parameter that is not there", () => {
    const hint = (Image: object) => ({ Metadata: { Slipway: { Image } } });
    expect(tagParameter(template("x", hint({ tag: "ver" })))).toBe("ver");
    expect(tagParameter(template({ "Fn::Sub": "x:${ver}" }, hint({ tag: "gone" })))).toBe("ver");
  });

  it.each([undefined, null, 3, "x", [], { Parameters: [] }, { Resources: { T: null } }])("survives %j", (value) => {
    expect(imageParameters(value)).toEqual({});
  });
});
