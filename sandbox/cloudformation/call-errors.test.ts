import { describe, expect, it } from "vitest";
import { refusal, testBench } from "./testing";

const OK = "Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}}";
const withParameter = (spec: string) => `Parameters: {P: ${spec}}\n${OK}`;

describe("parameters are refused in CloudFormation's words", () => {
  it.each([
    ["no value", "{Type: String}", undefined, "Parameters: [P] must have values"],
    ["an empty number", "{Type: Number}", "", "Parameter 'P' must be a number."],
    ["a text as number", "{Type: Number}", "x", "Parameter 'P' must be a number."],
    ["AllowedValues", "{Type: String, AllowedValues: [a, b]}", "c", "Parameter 'P' must be one of AllowedValues"],
    ["AllowedPattern", "{Type: String, AllowedPattern: '[a-z]+'}", "ab1", "Parameter 'P' must match pattern [a-z]+"],
    ["MaxLength", "{Type: String, MaxLength: 5}", "abcdef", "Parameter 'P' must contain at most 5 characters"],
    ["MinLength", "{Type: String, MinLength: 3}", "ab", "Parameter 'P' must contain at least 3 characters"],
    ["MinValue", "{Type: Number, MinValue: 3}", "2", "Parameter 'P' must be a number not less than 3"],
    ["MaxValue", "{Type: Number, MaxValue: 3}", "4", "Parameter 'P' must be a number not greater than 3"],
    [
      "ConstraintDescription",
      "{Type: String, MaxLength: 1, ConstraintDescription: one letter}",
      "ab",
      "Parameter P failed to satisfy constraint: one letter",
    ],
    [
      "an SSM type without value",
      "{Type: 'AWS::SSM::Parameter::Value<String>'}",
      undefined,
      "Parameter P should either have input value or default value",
    ],
    [
      "an SSM name that is not there",
      "{Type: 'AWS::SSM::Parameter::Value<String>'}",
      "/nope",
      "Unable to fetch parameters [/nope] from parameter store for this account.",
    ],
    [
      "an SSM list for a text",
      "{Type: 'AWS::SSM::Parameter::Value<String>'}",
      "/list",
      "Types for SSM parameters [/list] defined in CFN template and SSM are incompatible",
    ],
    [
      "an SSM secret",
      "{Type: 'AWS::SSM::Parameter::Value<String>'}",
      "/secret",
      "Parameters [/secret] referenced by template have types not supported by CloudFormation.",
    ],
  ])("%s", (_, spec, value, message) => {
    const bench = testBench();
    bench.parameters.set("/list", { Type: "StringList", Value: "a,b" });
    bench.parameters.set("/secret", { Type: "SecureString", Value: "x" });
    const Parameters = value === undefined ? [] : [{ ParameterKey: "P", ParameterValue: value }];
    const input = { StackName: "s", TemplateBody: withParameter(spec), Parameters };
    expect(refusal(() => bench.api.CreateStack(input, bench.ctx)).message).toBe(message);
  });

  it("names strangers", () => {
    const bench = testBench();
    const input = { StackName: "s", TemplateBody: OK, Parameters: [{ ParameterKey: "X", ParameterValue: "1" }] };
    expect(refusal(() => bench.api.CreateStack(input, bench.ctx)).message).toBe(
      "Parameters: [X] do not exist in the template",
    );
  });
});

describe("calls are refused in CloudFormation's words", () => {
  const S = "arn:aws:cloudformation:eu-central-1:111122223333:stack/s/";
  type Bench = ReturnType<typeof testBench>;
  it.each<[string, string, string | RegExp, (bench: Bench) => unknown]>([
    ["an unknown stack", "ValidationError", "Stack with id x does not exist", (b) => b.status("x")],
    ["its events", "ValidationError", "Stack [x] does not exist", (b) => b.story("x")],
    [
      "its resource",
      "ValidationError",
      "Stack 'x' does not exist",
      (b) => b.api.DescribeStackResource({ StackName: "x", LogicalResourceId: "A" }, b.ctx),
    ],
    [
      "a resource it has not",
      "ValidationError",
      "Resource X does not exist for stack s",
      (b) => b.api.DescribeStackResource({ StackName: "s", LogicalResourceId: "X" }, b.ctx),
    ],
    [
      "an update of it",
      "ValidationError",
      "Stack [x] does not exist",
      (b) => b.api.UpdateStack({ StackName: "x", TemplateBody: OK }, b.ctx),
    ],
    [
      "nothing to update",
      "ValidationError",
      "No updates are to be performed.",
      (b) => b.api.UpdateStack({ StackName: "s", TemplateBody: OK }, b.ctx),
    ],
    [
      "a taken name",
      "AlreadyExistsException",
      "Stack [s] already exists",
      (b) => b.api.CreateStack({ StackName: "s", TemplateBody: OK }, b.ctx),
    ],
    [
      "a busy stack",
      "ValidationError",
      new RegExp(`^Stack:${S}[-0-9a-f]+ is in UPDATE_IN_PROGRESS state and can not be updated\\.$`),
      (b) => {
        b.api.UpdateStack({ StackName: "s", TemplateBody: OK.replace("v}", "w}") }, b.ctx);
        b.api.UpdateStack({ StackName: "s", TemplateBody: OK }, b.ctx);
      },
    ],
    [
      "deleting a busy stack",
      "ValidationError",
      "Stack [s] cannot be deleted while in status UPDATE_IN_PROGRESS",
      (b) => {
        b.api.UpdateStack({ StackName: "s", TemplateBody: OK.replace("v}", "w}") }, b.ctx);
        b.api.DeleteStack({ StackName: "s" }, b.ctx);
      },
    ],
    [
      "deleting a protected stack",
      "ValidationError",
      "Stack [s] cannot be deleted while TerminationProtection is enabled",
      (b) => {
        b.api.UpdateTerminationProtection({ StackName: "s", EnableTerminationProtection: true }, b.ctx);
        b.api.DeleteStack({ StackName: "s" }, b.ctx);
      },
    ],
    [
      "cancelling nothing",
      "ValidationError",
      "CancelUpdateStack cannot be called from current stack status",
      (b) => b.api.CancelUpdateStack({ StackName: "s" }, b.ctx),
    ],
    [
      "continuing nothing",
      "ValidationError",
      "RollbackUpdatedStack cannot be called from current stack status",
      (b) => b.api.ContinueUpdateRollback({ StackName: "s" }, b.ctx),
    ],
    [
      "neither body nor address",
      "ValidationError",
      "Either Template URL or Template Body must be specified.",
      (b) => b.api.CreateStack({ StackName: "n" }, b.ctx),
    ],
    [
      "an address that is none",
      "ValidationError",
      "TemplateURL must be a supported URL.",
      (b) => b.api.CreateStack({ StackName: "n", TemplateURL: "ftp://x" }, b.ctx),
    ],
    [
      "a body too large",
      "ValidationError",
      /^1 validation error detected: Value 'x{51201}' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/,
      (b) => b.api.CreateStack({ StackName: "n", TemplateBody: "x".repeat(51_201) }, b.ctx),
    ],
    [
      "a bad name",
      "ValidationError",
      "1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
      (b) => b.api.CreateStack({ StackName: "a_b", TemplateBody: OK }, b.ctx),
    ],
    [
      "a missing capability",
      "InsufficientCapabilitiesException",
      "Requires capabilities : [CAPABILITY_IAM]",
      (b) => b.api.CreateStack({ StackName: "n", TemplateBody: "Resources: {R: {Type: AWS::IAM::Role}}" }, b.ctx),
    ],
    [
      "a missing capability for names",
      "InsufficientCapabilitiesException",
      "Requires capabilities : [CAPABILITY_NAMED_IAM]",
      (b) =>
        b.api.CreateStack(
          {
            StackName: "n",
            TemplateBody: "Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: r}}}",
            Capabilities: ["CAPABILITY_IAM"],
          },
          b.ctx,
        ),
    ],
    [
      "a token on another call",
      "TokenAlreadyExistsException",
      "A client request token already exists.",
      (b) => {
        b.api.CreateStack({ StackName: "n", TemplateBody: OK, ClientRequestToken: "t" }, b.ctx);
        b.api.CreateStack({ StackName: "m", TemplateBody: OK, ClientRequestToken: "t" }, b.ctx);
      },
    ],
    [
      "a type not allowed",
      "ValidationError",
      "Resource type AWS::SSM::Parameter is not allowed by parameter ResourceTypes [AWS::EC2::*]",
      (b) => b.api.CreateStack({ StackName: "n", TemplateBody: OK, ResourceTypes: ["AWS::EC2::*"] }, b.ctx),
    ],
    [
      "a rollback trigger's type",
      "ValidationError",
      "Rollback Trigger Type not supported",
      (b) =>
        b.api.CreateStack(
          {
            StackName: "n",
            TemplateBody: OK,
            RollbackConfiguration: { RollbackTriggers: [{ Arn: "arn:x", Type: "AWS::X::Y" }] },
          },
          b.ctx,
        ),
    ],
    [
      "a stack policy",
      "ValidationError",
      "Error validating stack policy: Invalid stack policy",
      (b) => b.api.CreateStack({ StackName: "n", TemplateBody: OK, StackPolicyBody: "{" }, b.ctx),
    ],
    [
      "another account's role",
      "ValidationError",
      "Role arn:aws:iam::999988887777:role/r is invalid or cannot be assumed",
      (b) =>
        b.api.CreateStack({ StackName: "n", TemplateBody: OK, RoleARN: "arn:aws:iam::999988887777:role/r" }, b.ctx),
    ],
    [
      "a change set on a taken name",
      "ValidationError",
      "Stack [s] already exists and cannot be created again with the changeSet [c].",
      (b) =>
        b.api.CreateChangeSet({ StackName: "s", ChangeSetName: "c", ChangeSetType: "CREATE", TemplateBody: OK }, b.ctx),
    ],
    [
      "a change set's name alone",
      "ValidationError",
      "StackName must be specified if ChangeSetName is not specified as an ARN.",
      (b) => b.api.DescribeChangeSet({ ChangeSetName: "c" }, b.ctx),
    ],
    [
      "an unknown change set",
      "ChangeSetNotFound",
      "ChangeSet [c] does not exist",
      (b) => b.api.DescribeChangeSet({ StackName: "s", ChangeSetName: "c" }, b.ctx),
    ],
    [
      "GetTemplate of nothing",
      "ValidationError",
      "StackName is required if ChangeSetName is not specified.",
      (b) => b.api.GetTemplate({}, b.ctx),
    ],
    [
      "a summary of a stack in review",
      "ValidationError",
      "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.",
      (b) => {
        b.api.CreateChangeSet({ StackName: "r", ChangeSetName: "c", ChangeSetType: "CREATE", TemplateBody: OK }, b.ctx);
        b.api.GetTemplateSummary({ StackName: "r" }, b.ctx);
      },
    ],
    [
      "a change of type",
      "ValidationError",
      "Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]",
      (b) => b.api.UpdateStack({ StackName: "s", TemplateBody: "Resources: {A: {Type: AWS::Logs::LogGroup}}" }, b.ctx),
    ],
  ])("%s", (_, code, message, act) => {
    const bench = testBench();
    bench.api.CreateStack({ StackName: "s", TemplateBody: OK }, bench.ctx);
    bench.run();
    const found = refusal(() => act(bench));
    expect(found.code).toBe(code);
    if (typeof message === "string") expect(found.message).toBe(message);
    else expect(found.message).toMatch(message);
    expect(found.status).toBe(code === "ChangeSetNotFound" ? 404 : 400);
  });

  it("answers a repeated token with the same stack, and starts nothing twice", () => {
    const bench = testBench();
    const input = { StackName: "s", TemplateBody: OK, ClientRequestToken: "t-1" };
    const { StackId } = bench.api.CreateStack(input, bench.ctx);
    expect(bench.api.CreateStack({ ...input }, bench.ctx).StackId).toBe(StackId);
    bench.run();
    expect(bench.calls.filter((call) => call.startsWith("ssm:PutParameter"))).toHaveLength(1);
    const update = { StackName: "s", TemplateBody: OK.replace("v}", "w}"), ClientRequestToken: "t-2" };
    bench.api.UpdateStack(update, bench.ctx);
    expect(bench.api.UpdateStack({ ...update }, bench.ctx).StackId).toBe(StackId);
    bench.run();
    expect(bench.story("s").filter((line) => line === "stack UPDATE_IN_PROGRESS User Initiated")).toHaveLength(1);
  });
});
