import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { architectureOf } from "./architecture";
import { madeResources } from "./made-resources";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";
import type { TemplateForm } from "./types";
import { validate } from "./validate";
import { defaultValues, effectiveValues, stackNameOf, stackNameProblem } from "./values";

const formFrom = (text: string): TemplateForm => {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return formOf(parsed, { id: "t" });
};
const stored = formFrom(readFileSync(join(process.cwd(), "infra-templates/ecs-ec2-daemon.yaml"), "utf8"));
const good = {
  service: "orders",
  containerName: "acme/orders",
  containerTag: "1.4.0",
  vpcid: "vpc-0123456789abcdef0",
  pubsubnets: "subnet-0aaaaaaaaaaaaaaaa, subnet-0bbbbbbbbbbbbbbbb",
  ec2Ami: "ami-0123456789abcdef0",
};
const one = (parameter: string, extra = "") =>
  formFrom(`Parameters: {p: ${parameter}}\n${extra}\nResources: {A: {Type: AWS::SNS::Topic}}`);

describe("the stored template as a form", () => {
  it("asks in groups, with what fills each field", () => {
    expect(stored.groups.map(({ label }) => label)).toEqual([
      "What runs",
      "Where",
      "How it scales",
      "Options",
      "Deployments and logs",
    ]);
    const field = (name: string) => stored.fields.find((one) => one.name === name);
    expect(field("pubsubnets")).toMatchObject({
      kind: "list",
      required: true,
      picker: { kind: "subnets", vpc: "vpcid", public: true, distinctZones: true },
    });
    expect(field("ec2Ami")?.picker).toMatchObject({ kind: "ami", by: "ec2Size" });
    expect(field("acmCertificateArn")).toMatchObject({ required: false, dependsOn: "enableTls" });
    expect(field("enableTls")?.kind).toBe("switch");
    expect(field("applicationPort")).toMatchObject({ kind: "number", minValue: 1, maxValue: 65535, integer: true });
    expect(stored.roles).toEqual({
      image: { registry: "containerRegistry", name: "containerName", tag: "containerTag" },
      scaling: {
        min: "minClusterSize",
        max: "maxClusterSize",
        up: "scaleUpCpuThreshold",
        down: "scaleDownCpuThreshold",
        type: "ec2Size",
      },
      network: { vpc: "vpcid", subnets: "pubsubnets" },
      health: { path: "healthCheckPath", port: "applicationPort" },
    });
    expect(stored.capabilities).toEqual(["CAPABILITY_IAM"]);
    expect(stored.iamResources).toEqual(["ExecutionRole", "InstanceRole", "InstanceProfile"]);
    expect(stored.features.map(({ switch: name }) => name)).toContain("enableSsh");
    expect(JSON.parse(JSON.stringify(stored))).toEqual(JSON.parse(JSON.stringify({ ...stored })));
  });

  it("takes good values, and proposes the stack's name", () => {
    expect(validate(stored, good)).toEqual({});
    expect(stackNameOf(stored, effectiveValues(stored, good))).toBe("orders-dev");
    expect(stackNameOf(stored, defaultValues(stored))).toBeUndefined();
  });

  it("counts only the resources that the switches make", () => {
    const counted = (more: Record<string, string>) => {
      const { least, most, off } = madeResources(stored, effectiveValues(stored, { ...good, ...more }));
      expect(least).toBe(most);
      return { made: most, off: [...off] };
    };
    expect(counted({})).toEqual({
      made: stored.resourceCount - 3,
      off: ["RedirectListener", "DnsRecordA", "DnsRecordAAAA"],
    });
    const domain = { enableDns: "true", route53ZoneId: "Z1", url: "a.example.com", enableIpv6: "true" };
    expect(counted(domain).off).toEqual(["RedirectListener"]);
  });

  it("says what is missing before AWS is asked", () => {
    expect(validate(stored, {})).toEqual({
      service: "This is needed.",
      containerName: "Choose one.",
      containerTag: "Choose one.",
      vpcid: "Choose one.",
      pubsubnets: "Choose one.",
      ec2Ami: "Choose one.",
    });
  });

  it.each([
    ["service", "Orders", /small letters/],
    ["service", "orders-", /small letters/],
    ["containerRegistry", "https://docker.io", /without https/],
    ["containerTag", "not a tag", /tag such as 1\.4\.3/],
    ["applicationPort", "0", /between 1 and 65535/],
    ["applicationPort", "eighty", /between 1 and 65535/],
    ["applicationPort", "80.5", /whole number/],
    ["healthCheckPath", "health", /start with \//i],
    ["vpcid", "main", /vpc-0123/],
    ["pubsubnets", "subnet-0aaaaaaaaaaaaaaaa,subnet-1", /^subnet-1: /],
    ["pubsubnets", "subnet-0aaaaaaaaaaaaaaaa,subnet-0aaaaaaaaaaaaaaaa", /twice/],
    ["pubsubnets", "subnet-0aaaaaaaaaaaaaaaa,,", /empty item/],
    ["ec2Size", "t3.nano", /one of t3\.micro/],
    ["minClusterSize", "9", /smallest size/],
    ["scaleDownCpuThreshold", "75", /lower number/],
    ["nosuch", "1", /no parameter nosuch/],
    ["__proto__", "1", /no parameter __proto__/],
  ])("%s = %s", (name, value, message) => {
    const values = Object.fromEntries([...Object.entries(good), [name, value]]);
    const errors = validate(stored, values);
    expect(Object.keys(errors)).toEqual([name]);
    expect(Object.entries(errors)[0]?.[1]).toMatch(message);
  });

  it("asks for a feature's fields only while it is on", () => {
    expect(validate(stored, { ...good, acmCertificateArn: "nonsense" })).toEqual({});
    expect(effectiveValues(stored, { ...good, acmCertificateArn: "nonsense" }).acmCertificateArn).toBe("");
    expect(Object.keys(validate(stored, { ...good, enableTls: "true" }))).toEqual(["acmCertificateArn"]);
    expect(Object.keys(validate(stored, { ...good, enableDns: "true" }))).toEqual(["route53ZoneId", "url"]);
    expect(Object.keys(validate(stored, { ...good, enableSsh: "true" }))).toEqual(["ec2Key"]);
  });

  it("switches the ECR permission by the registry", () => {
    const ecr = { ...good, containerRegistry: "123456789012.dkr.ecr.us-east-1.amazonaws.com" };
    expect(effectiveValues(stored, ecr).enableEcr).toBe("true");
    expect(effectiveValues(stored, { ...good, enableEcr: "true" }).enableEcr).toBe("false");
  });
});

describe("any template as a form", () => {
  it("needs no metadata, and never trusts it", () => {
    const plain = one("{Type: 'List<AWS::EC2::Subnet::Id>'}");
    expect(plain.fields[0]).toMatchObject({ label: "p", kind: "list", picker: { kind: "subnets" }, required: true });
    expect(plain.groups).toEqual([{ label: "Parameters", fields: ["p"] }]);
    const hostile = one(
      "{Type: String}",
      `Metadata:
  Slipway: {Pickers: {p: {kind: evil}, gone: vpc, __proto__: vpc}, Features: [3, {switch: gone}], Derived: {p: 1}, Compare: x}
  AWS::CloudFormation::Interface: {ParameterGroups: [{Label: 1, Parameters: [p, p, gone]}, null], ParameterLabels: [1]}`,
    );
    expect(hostile.fields[0]?.picker).toBeUndefined();
    expect(hostile).toMatchObject({ features: [], comparisons: [], groups: [{ label: "Parameters", fields: ["p"] }] });
  });

  it.each([
    ["{Type: String, NoEcho: true}", "secret", true],
    ["{Type: String, NoEcho: 'true'}", "secret", true],
    ["{Type: String, Default: ''}", "required", false],
    ["{Type: 'AWS::EC2::KeyPair::KeyName', Default: ''}", "required", true],
    ["{Type: Number, Default: 0}", "default", "0"],
    ["{Type: 'List<Number>', Default: [1, 2]}", "default", "1,2"],
  ] as const)("%s: %s is %s", (parameter, key, value) => {
    expect(one(parameter).fields[0]?.[key]).toEqual(value);
  });

  it.each([
    ["{Type: Number}", "x", "Must be a number."],
    ["{Type: Number}", "0x10", "Must be a number."],
    ["{Type: Number, MinValue: 3}", "2", "Must be at least 3."],
    ["{Type: Number, MaxValue: 3}", "4", "Must be at most 3."],
    ["{Type: String, MinLength: 3}", "ab", "Needs at least 3 characters."],
    ["{Type: String, MaxLength: 3}", "abcd", "May have at most 3 characters."],
    ["{Type: String, MaxLength: 3}", "😀😀😀", undefined],
    ["{Type: String, AllowedPattern: '[a-z]+'}", "a1", "Must match the pattern [a-z]+."],
    ["{Type: String, AllowedPattern: '[a-z]++'}", "a1", undefined],
    ["{Type: CommaDelimitedList, AllowedValues: [a, b]}", "a, c", "c: Must be one of a, b."],
    ["{Type: 'List<Number>'}", "1, x", "x: Must be a number."],
    ["{Type: String}", "x".repeat(5000), "Too long: a value has at most 4,096 bytes."],
    ["{Type: 'AWS::EC2::KeyPair::KeyName'}", "", "Choose one."],
  ])("%s refuses %s", (parameter, value, message) => {
    expect(validate(one(parameter), { p: value }).p).toBe(message);
  });

  it("leaves a parameter alone whose value the stack keeps", () => {
    const form = one("{Type: String, NoEcho: true}");
    expect(validate(form, {}, { keeps: new Set(["p"]) })).toEqual({});
    expect(validate(form, {})).toEqual({ p: "This is needed." });
  });

  it("judges the template's rules where it can, and leaves the rest to AWS", () => {
    const rule = (assert: string, when = "") =>
      one("{Type: String}", `Rules: {R: {${when} Assertions: [{Assert: ${assert}, AssertDescription: Not so.}]}}`);
    expect(validate(rule("!Equals [!Ref p, a]"), { p: "b" })).toEqual({ p: "Not so." });
    expect(validate(rule("!Equals [!Ref p, a]"), { p: "a" })).toEqual({});
    expect(validate(rule("!Equals [!Ref p, a]", "RuleCondition: !Equals [!Ref p, c],"), { p: "b" })).toEqual({});
    expect(validate(rule("{Fn::Contains: [[a, b], !Ref p]}"), { p: "c" })).toEqual({ p: "Not so." });
    expect(validate(rule("{Fn::EachMemberEquals: [{Fn::ValueOf: [p, VpcId]}, x]}"), { p: "c" })).toEqual({});
  });

  it("has parameters with the names of an object's own", () => {
    const form = formFrom("Parameters: {constructor: {Type: String}}\nResources: {A: {Type: AWS::SNS::Topic}}");
    expect(validate(form, {})).toEqual({ constructor: "This is needed." });
  });

  it.each([
    ["RoleName: x", ["CAPABILITY_NAMED_IAM"]],
    ["Path: /", ["CAPABILITY_IAM"]],
  ])("IAM role with %s needs %s", (property, capabilities) => {
    const form = formFrom(`Resources: {R: {Type: AWS::IAM::Role, Properties: {${property}}}}`);
    expect(form.capabilities).toEqual(capabilities);
  });
});

it.each([
  ["orders-dev", undefined],
  ["", /name/],
  ["1a", /start with a letter/],
  ["a_b", /hyphens/],
  ["a".repeat(129), /128/],
])("stack name %s", (name, problem) => {
  if (problem === undefined) expect(stackNameProblem(name)).toBeUndefined();
  else expect(stackNameProblem(name)).toMatch(problem);
});

it.each([
  ["t3.small", "x86_64"],
  ["t4g.small", "arm64"],
  ["c7gn.large", "arm64"],
  ["a1.large", "arm64"],
  ["g4dn.xlarge", "x86_64"],
  ["m6i.large", "x86_64"],
  ["im4gn.large", "arm64"],
])("%s is %s", (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});
