import { describe, expect, it } from "vitest";
import { refusal, testBench } from "./testing";

/** The lines of the reference's table of error texts that the other tables of this folder do not have. */
const OK = "Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}}";
type Bench = ReturnType<typeof testBench>;

describe("calls", () => {
  const create = (bench: Bench, more: object) => bench.api.CreateStack({ StackName: "n", ...more }, bench.ctx);

  it.each<[string, string, string, (bench: Bench) => unknown]>([
    [
      "a transform without its capability",
      "InsufficientCapabilitiesException",
      "Requires capabilities : [CAPABILITY_AUTO_EXPAND]",
      (b) => create(b, { TemplateBody: `Transform: AWS::LanguageExtensions\n${OK}` }),
    ],
    [
      "a transform, which the sandbox does not run",
      "ValidationError",
      "No transform named AWS::LanguageExtensions found. (The sandbox runs no transforms.)",
      (b) =>
        create(b, {
          TemplateBody: `Transform: AWS::LanguageExtensions\n${OK}`,
          Capabilities: ["CAPABILITY_AUTO_EXPAND"],
        }),
    ],
    [
      "a default that names no version",
      "ValidationError",
      "Template error: parameter P should not contain ssm versionless resolver",
      (b) => create(b, { TemplateBody: `Parameters: {P: {Type: String, Default: "{{resolve:ssm:/a}}"}}\n${OK}` }),
    ],
    [
      "a stack policy twice",
      "ValidationError",
      "You cannot specify both StackPolicyURL and StackPolicyBody",
      (b) => create(b, { TemplateBody: OK, StackPolicyBody: "{}", StackPolicyURL: "https://x" }),
    ],
    [
      "a rollback trigger that is no alarm",
      "ValidationError",
      "RelativeId of a Rollback Trigger's ARN is incorrect",
      (b) =>
        create(b, {
          TemplateBody: OK,
          RollbackConfiguration: {
            RollbackTriggers: [{ Arn: "arn:aws:sns:eu-central-1:1:x", Type: "AWS::CloudWatch::Alarm" }],
          },
        }),
    ],
    [
      "an address that is not S3's",
      "ValidationError",
      "S3 error: Domain name specified in templates is not a valid S3 domain",
      (b) => create(b, { TemplateURL: "https://templates.example.com/t.yaml" }),
    ],
    [
      "the template of a change set without its stack",
      "ValidationError",
      "StackName is a required parameter.",
      (b) => b.api.GetTemplate({ ChangeSetName: "c" }, b.ctx),
    ],
    [
      "the template of nothing",
      "ValidationError",
      "Stack with id x does not exist",
      (b) => b.api.GetTemplate({ StackName: "x" }, b.ctx),
    ],
    [
      "a change set for nothing",
      "ValidationError",
      "Stack [x] does not exist",
      (b) => b.api.CreateChangeSet({ StackName: "x", ChangeSetName: "c", TemplateBody: OK }, b.ctx),
    ],
    [
      "both ways to say what happens on failure",
      "ValidationError",
      "Either DisableRollback or OnFailure can be specified, not both.",
      (b) => create(b, { TemplateBody: OK, DisableRollback: true, OnFailure: "DELETE" }),
    ],
  ])("%s", (_, code, message, act) => {
    const bench = testBench();
    const found = refusal(() => act(bench));
    expect([found.code, found.message, found.status]).toEqual([code, message, 400]);
  });
});

describe("resources", () => {
  it.each([
    [
      "a label in a reference",
      "{{resolve:ssm:/a:prod}}",
      "Incorrect format is used in the following SSM reference: [{{resolve:ssm:/a:prod}}]",
    ],
    [
      "a secure reference in the wrong place",
      "{{resolve:ssm-secure:/a:1}}",
      "SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]",
    ],
    [
      "a secret, which the sandbox does not have",
      "{{resolve:secretsmanager:x}}",
      "The sandbox has no Secrets Manager: {{resolve:secretsmanager:x}}",
    ],
    [
      "a parameter that is not there",
      "{{resolve:ssm:/nobody}}",
      "Unable to fetch parameters [/nobody] from parameter store for this account.",
    ],
  ])("%s", (_, value, message) => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "n", TemplateBody: OK.replace("Value: v", `Value: "${value}"`) }, bench.ctx);
    bench.run();
    expect(bench.story("n")).toContain(`A CREATE_FAILED ${message}`);
  });

  it("types that are not built, by name", () => {
    const bench = testBench();
    const TemplateBody = "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}}";
    bench.api.CreateStack({ StackName: "n", TemplateBody }, bench.ctx);
    bench.run();
    const failed = bench.events("n").find((event) => event.ResourceStatus === "CREATE_FAILED");
    expect([failed?.LogicalResourceId, failed?.ResourceStatusReason]).toEqual([
      "N",
      "The sandbox has no resource type AWS::CloudFormation::Stack.",
    ]);
    expect(bench.status("n")).toBe("ROLLBACK_COMPLETE");
  });
});
