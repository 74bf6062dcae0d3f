import type { Parameter } from "@aws-sdk/client-cloudformation";
import { AwsError, type CallContext } from "../wire/handler";
import { invalid } from "./errors";
import type { StoredParameter } from "./state";
import type { ParameterSpec, Template } from "./template/model";
import { typeParts } from "./template/parameter-types";
import type { Tools } from "./tools";

/**
 * Checks what a call passes against the template's Parameters and answers the values to store, in the template's order.
 * `previous` are the stack's own, for UsePreviousValue. Throws ValidationError with the texts of [aws-facts 1.11];
 * whether AWS-specific values exist is only found later (`missingValues`), as in AWS.
 */
export function acceptParameters(
  template: Template,
  passed: readonly Parameter[],
  previous: readonly StoredParameter[] | undefined,
): StoredParameter[] {
  const given = new Map(passed.map((parameter) => [parameter.ParameterKey ?? "", parameter]));
  const strangers = [...given.keys()].filter((key) => !Object.hasOwn(template.parameters, key));
  if (strangers.length > 0) throw invalid(`Parameters: [${strangers.join(", ")}] do not exist in the template`);
  const without: ParameterSpec[] = [];
  const accepted: StoredParameter[] = [];
  for (const spec of Object.values(template.parameters)) {
    if (/\{\{resolve:ssm:[^:}]+\}\}/.test(spec.default ?? "")) {
      throw invalid(`Template error: parameter ${spec.name} should not contain ssm versionless resolver`);
    }
    const input = given.get(spec.name);
    if (input?.UsePreviousValue && input.ParameterValue !== undefined) {
      throw invalid(
        `Invalid input for parameter key ${spec.name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    const before = previous?.find((parameter) => parameter.key === spec.name);
    if (input?.UsePreviousValue && !before) {
      throw invalid(
        `Invalid input for parameter key ${spec.name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    }
    const value = input?.UsePreviousValue ? before?.value : (input?.ParameterValue ?? spec.default);
    if (value === undefined) without.push(spec);
    else {
      refuseValue(spec, value);
      accepted.push({ key: spec.name, value, ...(spec.noEcho ? { noEcho: true } : {}) });
    }
  }
  const stored = without.find((spec) => typeParts(spec.type).ssm);
  if (stored) throw invalid(`Parameter ${stored.name} should either have input value or default value`);
  if (without.length > 0)
    throw invalid(`Parameters: [${without.map((spec) => spec.name).join(", ")}] must have values`);
  return accepted;
}

function refuseValue(spec: ParameterSpec, value: string): void {
  const { list, inner, ssm } = typeParts(spec.type);
  const refuse = (message: string): never => {
    throw invalid(
      spec.constraintDescription === undefined
        ? message
        : `Parameter ${spec.name} failed to satisfy constraint: ${spec.constraintDescription}`,
    );
  };
  const name = `Parameter '${spec.name}'`;
  if (new TextEncoder().encode(value).length > 4096) refuse(`${name} must contain at most 4096 characters`);
  const items = list && !ssm ? splitList(value) : [value];
  for (const item of items) {
    if (inner === "Number" && !/^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(item)) {
      throw invalid(`${name} must be a number.`);
    }
    if (spec.allowedValues && !spec.allowedValues.some((allowed) => sameText(inner, allowed, item))) {
      refuse(`${name} must be one of AllowedValues`);
    }
    if (spec.allowedPattern !== undefined && !wholeMatch(spec.allowedPattern, item)) {
      refuse(`${name} must match pattern ${spec.allowedPattern}`);
    }
    if (inner === "Number") {
      const number = Number(item);
      if (spec.minValue !== undefined && number < spec.minValue) {
        refuse(`${name} must be a number not less than ${spec.minValue}`);
      }
      if (spec.maxValue !== undefined && number > spec.maxValue) {
        refuse(`${name} must be a number not greater than ${spec.maxValue}`);
      }
    }
    if (spec.minLength !== undefined && item.length < spec.minLength) {
      refuse(`${name} must contain at least ${spec.minLength} characters`);
    }
    if (spec.maxLength !== undefined && item.length > spec.maxLength) {
      refuse(`${name} must contain at most ${spec.maxLength} characters`);
    }
  }
}

const sameText = (inner: string, a: string, b: string): boolean =>
  a === b || (inner === "Number" && Number(a) === Number(b));

function wholeMatch(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "s").test(value);
  } catch {
    throw invalid(`Template format error: Invalid AllowedPattern ${pattern}`);
  }
}

/** Blanks round elements are trimmed [aws-facts 1.12]. An empty text is a list of one empty element, as in AWS. */
export const splitList = (value: string): string[] => value.split(",").map((item) => item.trim());

/** Reads the stored value of every SSM-typed parameter anew; each update does that, also with UsePreviousValue. */
export function resolveStored(
  template: Template,
  parameters: readonly StoredParameter[],
  tools: Tools,
  ctx: CallContext,
): StoredParameter[] {
  return parameters.map((parameter) => {
    const spec = template.parameters[parameter.key];
    if (!spec) return parameter;
    const { ssm, list } = typeParts(spec.type);
    if (!ssm) return parameter;
    const stored = storedValue(parameter.value, tools, ctx);
    if ((stored.type === "StringList") !== list) {
      throw invalid(`Types for SSM parameters [${parameter.value}] defined in CFN template and SSM are incompatible`);
    }
    return { ...parameter, resolved: stored.value };
  });
}

/** One parameter of the parameter store: `name` or `name:version`. */
export function storedValue(name: string, tools: Tools, ctx: CallContext): { value: string; type: string } {
  const none = () => invalid(`Unable to fetch parameters [${name}] from parameter store for this account.`);
  try {
    const found = tools.invoke("ssm", "GetParameter", { Name: name, WithDecryption: false }, ctx).Parameter;
    if (found?.Value === undefined) throw none();
    if (found.Type === "SecureString") {
      throw invalid(`Parameters [${name}] referenced by template have types not supported by CloudFormation.`);
    }
    return { value: found.Value, type: found.Type ?? "String" };
  } catch (error) {
    if (error instanceof AwsError && /ParameterNotFound|ParameterVersionNotFound/.test(error.code)) throw none();
    throw error;
  }
}

/** The values functions see: lists for list types, the stored value for SSM types. */
export function typedValues(
  template: Template,
  parameters: readonly StoredParameter[],
): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const parameter of parameters) {
    const type = template.parameters[parameter.key]?.type ?? "String";
    const text = parameter.resolved ?? parameter.value;
    values[parameter.key] = typeParts(type).list ? splitList(text) : text;
  }
  return values;
}
