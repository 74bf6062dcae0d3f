import { createHash } from "node:crypto";
import type { Capability, Parameter, Tag } from "@aws-sdk/client-cloudformation";
import { AwsError, type CallContext } from "../../wire/handler";
import { checkedTemplate } from "../deployment";
import { invalid } from "../errors";
import { acceptParameters, resolveStored } from "../parameters";
import { regionOf, type StackContent, type StackRecord } from "../state";
import { parseTemplate, stripped, type Template } from "../template/model";
import type { Tools } from "../tools";

const MAX_BODY = 51_200;
const NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/;

const violated = (value: string, at: string, constraint: string) =>
  invalid(`1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`);

/** A stack's name, or its ARN where one is allowed. */
export function refuseName(name: string | undefined, what = "stackName"): asserts name is string {
  const value = name ?? "";
  if (NAME.test(value) && value.length > 128) {
    throw violated(value, what, "Member must have length less than or equal to 128");
  }
  if (!NAME.test(value) && !/^arn:[-a-zA-Z0-9:/._+]*$/.test(value)) {
    throw violated(
      value,
      what,
      "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
    );
  }
}

export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

/** Marks a body that was fetched from S3, where a template may be larger than in a request. */
export const FROM_S3 = Symbol("the body was fetched from S3");
const MAX_OBJECT = 1_048_576;

/** The text of the template a call brings. A URL is fetched before (see `services/cloudformation`). */
export function templateText(input: TemplateSource, previous?: string): string {
  if (input.UsePreviousTemplate) {
    if (input.TemplateBody !== undefined || input.TemplateURL !== undefined) {
      throw invalid("Specify only one of the following: Template URL, Template Body or Use Previous Template.");
    }
    if (previous !== undefined) return previous;
  }
  if (input.TemplateBody !== undefined) {
    if (FROM_S3 in input) {
      if (Buffer.byteLength(input.TemplateBody) <= MAX_OBJECT) return input.TemplateBody;
      throw invalid(`Template may not exceed ${MAX_OBJECT} bytes in size.`);
    }
    if (Buffer.byteLength(input.TemplateBody) > MAX_BODY) {
      throw violated(input.TemplateBody, "templateBody", `Member must have length less than or equal to ${MAX_BODY}`);
    }
    if (input.TemplateBody === "") {
      throw violated("", "templateBody", "Member must have length greater than or equal to 1");
    }
    return input.TemplateBody;
  }
  if (input.TemplateURL === undefined) throw invalid("Either Template URL or Template Body must be specified.");
  const host = /^https:\/\/([^/?#]+)/.exec(input.TemplateURL)?.[1];
  if (host === undefined) throw invalid("TemplateURL must be a supported URL.");
  throw invalid(`S3 error: Domain name specified in ${host.split(".")[0]} is not a valid S3 domain`);
}

/** Capabilities a template's resources require, with the sentence GetTemplateSummary gives as reason. */
export function requiredCapabilities(template: Template): { needed: Capability[]; reason?: string } {
  const iam = Object.values(template.resources).filter((spec) => /^AWS::IAM::/.test(spec.type));
  if (iam.length === 0) return { needed: [] };
  const named = iam.some((spec) =>
    ["RoleName", "UserName", "GroupName", "InstanceProfileName", "ManagedPolicyName"].some(
      (key) =>
        Object.hasOwn(spec.properties, key) && !(spec.type === "AWS::IAM::InstanceProfile" && key === "RoleName"),
    ),
  );
  const types = [...new Set(iam.map((spec) => spec.type))].join(", ");
  return {
    needed: [named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM"],
    reason: `The following resource(s) require capabilities: [${types}]`,
  };
}

function refuseCapabilities(template: Template, given: readonly string[]): void {
  const [needed] = requiredCapabilities(template).needed;
  if (needed === undefined || given.includes(needed)) return;
  if (needed === "CAPABILITY_IAM" && given.includes("CAPABILITY_NAMED_IAM")) return;
  throw new AwsError("InsufficientCapabilitiesException", `Requires capabilities : [${needed}]`);
}

/** A transform asks for a capability of its own; given that, the sandbox has to say that it runs none. */
function refuseTransforms(template: Template, given: readonly string[]): void {
  if (template.transforms.length === 0 || given.includes("CAPABILITY_AUTO_EXPAND")) return;
  throw new AwsError("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
}

function refuseTypes(template: Template, allowed: readonly string[] | undefined): void {
  if (!allowed || allowed.length === 0) return;
  const matches = (type: string) =>
    allowed.some((pattern) => pattern === type || (pattern.endsWith("*") && type.startsWith(pattern.slice(0, -1))));
  for (const { type } of Object.values(template.resources)) {
    if (!matches(type)) {
      throw invalid(`Resource type ${type} is not allowed by parameter ResourceTypes [${allowed.join(", ")}]`);
    }
  }
}

export interface ContentInput extends TemplateSource {
  readonly Parameters?: Parameter[] | undefined;
  readonly Capabilities?: Capability[] | undefined;
  readonly ResourceTypes?: string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: string[] | undefined;
  readonly Tags?: Tag[] | undefined;
}

export type Target = Omit<StackContent, "resources" | "outputs" | "imports">;

/** Everything a create, update or change set call says about the stack's content, checked as AWS checks the call. */
export function acceptContent(tools: Tools, ctx: CallContext, input: ContentInput, stack?: StackRecord): Target {
  const text = templateText(input, stack?.template);
  refuseTransforms(parseTemplate(text), input.Capabilities ?? []);
  const template = checkedTemplate(text);
  refuseUnknownTypes(template);
  const typed = acceptParameters(template, input.Parameters ?? [], stack?.parameters);
  refuseTypes(template, input.ResourceTypes);
  refuseCapabilities(template, input.Capabilities ?? []);
  const tags = input.Tags ?? stack?.tags ?? [];
  if (tags.length > 50) throw invalid("Number of tags exceeds the maximum allowed of 50");
  const roleArn = input.RoleARN ?? stack?.roleArn;
  if (roleArn !== undefined) refuseRole(tools, ctx, roleArn);
  return stripped({
    template: text,
    parameters: resolveStored(template, typed, tools, ctx),
    tags: tags.map((tag) => ({ Key: tag.Key, Value: tag.Value })),
    capabilities: input.Capabilities ?? [],
    notificationArns: input.NotificationARNs ?? stack?.notificationArns ?? [],
    description: template.description,
    roleArn,
  });
}

/** Names no type could have; a type that AWS has and the sandbox has not fails when it is created. */
function refuseUnknownTypes(template: Template): void {
  const strange = Object.values(template.resources)
    .map((spec) => spec.type)
    .filter((type) => !/^([A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+(::MODULE)?|Custom::[A-Za-z0-9_@-]+)$/.test(type));
  if (strange.length > 0) {
    throw invalid(`Template format error: Unrecognized resource types: [${[...new Set(strange)].join(", ")}]`);
  }
}

function refuseRole(tools: Tools, ctx: CallContext, arn: string): void {
  const name = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn);
  const refusal = invalid(`Role ${arn} is invalid or cannot be assumed`);
  if (!name || name[1] !== ctx.account) throw refusal;
  try {
    tools.invoke("iam", "GetRole", { RoleName: name[2] ?? "" }, ctx);
  } catch (error) {
    if (error instanceof AwsError && error.code.startsWith("NoSuchEntity")) throw refusal;
    if (!(error instanceof AwsError) || error.status !== 501) throw error;
  }
}

export function refuseRollbackTriggers(
  configuration: { RollbackTriggers?: { Arn?: string; Type?: string }[] } | undefined,
): void {
  for (const trigger of configuration?.RollbackTriggers ?? []) {
    if (!["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"].includes(trigger.Type ?? "")) {
      throw invalid("Rollback Trigger Type not supported");
    }
    if (!/:alarm:.+$/.test(trigger.Arn ?? "")) throw invalid("RelativeId of a Rollback Trigger's ARN is incorrect");
  }
}

const fingerprint = (call: string): string => createHash("sha256").update(call).digest("base64");

/**
 * Client tokens: the same call again is answered with what the first one started; the same token on another call is
 * refused. Undefined when the token is new.
 */
export function repeated(tools: Tools, ctx: CallContext, token: string | undefined, call: string): string | undefined {
  if (token === undefined) return undefined;
  if (!/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/.test(token)) {
    throw violated(
      token,
      "clientRequestToken",
      "Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*",
    );
  }
  const { tokens } = regionOf(tools.kernel, ctx);
  const known = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (!known) return undefined;
  if (known.call === fingerprint(call)) return known.stackId;
  throw new AwsError("TokenAlreadyExistsException", "A client request token already exists.");
}

export function remember(
  tools: Tools,
  ctx: CallContext,
  token: string | undefined,
  call: string,
  stackId: string,
): void {
  if (token !== undefined) regionOf(tools.kernel, ctx).tokens[token] = { call: fingerprint(call), stackId };
}
