import { readTemplate } from "../../../lib/templates/yaml";
import { invalid } from "../errors";
import { isMapping, type Mapping } from "./values";

export interface ParameterSpec {
  readonly name: string;
  readonly type: string;
  readonly default?: string;
  readonly noEcho: boolean;
  readonly description?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly constraintDescription?: string;
}

export interface ResourceSpec {
  readonly id: string;
  readonly type: string;
  readonly properties: Mapping;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  readonly metadata?: Mapping;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  readonly creationPolicy?: Mapping;
  readonly updatePolicy?: Mapping;
}

export interface OutputSpec {
  readonly name: string;
  readonly value: unknown;
  readonly description?: string;
  readonly exportName?: unknown;
  readonly condition?: string;
}

/** A template that has the right shape; `check.ts` looks at what its parts say. */
export interface Template {
  readonly text: string;
  readonly version?: string;
  readonly description?: string;
  readonly metadata?: Mapping;
  readonly transforms: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, Mapping>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
}

const SECTIONS = new Set(
  "AWSTemplateFormatVersion Description Metadata Parameters Rules Mappings Conditions Transform Resources Outputs".split(
    " ",
  ),
);
const RESOURCE_KEYS = new Set(
  (
    "Type Properties DependsOn Condition Metadata DeletionPolicy UpdateReplacePolicy CreationPolicy UpdatePolicy " +
    "Description Version"
  ).split(" "),
);

const format = (message: string) => invalid(`Template format error: ${message}`);

/** Reads a template's sections; refusals carry CloudFormation's texts [aws-facts 1.11, 1.13]. */
export function parseTemplate(text: string): Template {
  const read = readTemplate(text);
  if (!read.ok) {
    if (read.kind === "structure") throw format("unsupported structure.");
    if (read.kind === "limit") throw format(read.message);
    const place = read.line === undefined ? "" : ` (line ${read.line}, column ${read.column})`;
    throw format(`${read.format.toUpperCase()} not well-formed.${place}`);
  }
  const raw = read.template;
  const unknown = Object.keys(raw).filter((key) => !SECTIONS.has(key));
  if (unknown.length > 0) throw invalid(`Invalid template property or properties [${unknown.join(", ")}]`);
  refuseNulls(raw, "");
  const version = raw.AWSTemplateFormatVersion;
  if (version !== undefined && version !== "2010-09-09") {
    throw format("unsupported value for AWSTemplateFormatVersion.");
  }
  const description = text1024(raw.Description);
  const resources = section(raw, "Resources", 500);
  if (Object.keys(resources).length === 0) throw format("At least one Resources member must be defined.");
  return {
    text,
    ...(version === undefined ? {} : { version: String(version) }),
    ...(description === undefined ? {} : { description }),
    ...(isMapping(raw.Metadata) ? { metadata: raw.Metadata } : {}),
    transforms: texts(raw.Transform),
    parameters: mapValues(section(raw, "Parameters", 200), parameter),
    mappings: mapValues(section(raw, "Mappings", 200), mapping),
    conditions: section(raw, "Conditions", Number.POSITIVE_INFINITY),
    rules: mapValues(section(raw, "Rules", 200), (name, value) => {
      if (!isMapping(value)) throw format(`Rule ${name} must be an object.`);
      return value;
    }),
    resources: mapValues(resources, resource),
    outputs: mapValues(section(raw, "Outputs", 200), output),
  };
}

function mapValues<T>(from: Mapping, make: (name: string, value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, make(name, value)]));
}

function refuseNulls(value: unknown, path: string): void {
  if (value === null) throw invalid(`[${path}] 'null' values are not allowed in templates`);
  if (typeof value === "object") for (const [key, item] of Object.entries(value)) refuseNulls(item, `${path}/${key}`);
}

function text1024(description: unknown): string | undefined {
  if (description === undefined) return undefined;
  if (typeof description !== "string") throw format("Every Description member must be a string.");
  if (new TextEncoder().encode(description).length > 1024) throw format("'Description' length is greater than 1024.");
  return description;
}

function section(raw: Mapping, name: string, limit: number): Mapping {
  const value = raw[name];
  if (value === undefined) return {};
  if (!isMapping(value)) throw format(`${name} must be an object.`);
  const names = Object.keys(value);
  if (names.length > limit) {
    throw format(`Number of ${name.toLowerCase()}, ${names.length}, is greater than maximum allowed, ${limit}`);
  }
  const label = name.slice(0, -1);
  for (const key of names) {
    if (!/^[A-Za-z0-9]+$/.test(key) && name !== "Metadata") throw format(`${label} name ${key} is non alphanumeric.`);
    if (key.length > 255) throw format(`${label} name ${key} is longer than 255 characters.`);
  }
  return value;
}

const texts = (value: unknown): string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((item) => String(item));

function parameter(name: string, value: unknown): ParameterSpec {
  if (!isMapping(value)) throw format("Every Parameters member must be an object.");
  const { Type: type } = value;
  if (typeof type !== "string") throw format("Every Parameters object must contain a Type member.");
  const optional = (key: string) => (value[key] === undefined ? undefined : String(value[key]));
  const number = (key: string) => (value[key] === undefined ? undefined : Number(value[key]));
  return stripped({
    name,
    type,
    default: optional("Default"),
    noEcho: String(value.NoEcho) === "true",
    description: optional("Description"),
    allowedValues: Array.isArray(value.AllowedValues) ? value.AllowedValues.map(String) : undefined,
    allowedPattern: optional("AllowedPattern"),
    minLength: number("MinLength"),
    maxLength: number("MaxLength"),
    minValue: number("MinValue"),
    maxValue: number("MaxValue"),
    constraintDescription: optional("ConstraintDescription"),
  });
}

function mapping(name: string, value: unknown): Mapping {
  if (!isMapping(value)) throw format(`Every Mappings member ${name} must be a map`);
  for (const attributes of Object.values(value)) {
    if (!isMapping(attributes)) throw format(`Every Mappings member ${name} must be a map`);
    for (const item of Object.values(attributes)) {
      if (isMapping(item)) throw format("Every Mappings attribute must be a String or a List.");
    }
  }
  return value;
}

function resource(id: string, value: unknown): ResourceSpec {
  if (!isMapping(value)) throw format("Any Resources member must be an object.");
  if (typeof value.Type !== "string") {
    throw format(`[/Resources/${id}] Every Resources object must contain a Type member.`);
  }
  const unknown = Object.keys(value).find((key) => !RESOURCE_KEYS.has(key));
  if (unknown !== undefined) throw invalid(`Invalid template resource property '${unknown}'`);
  const { Properties: properties = {} } = value;
  if (!isMapping(properties)) throw format(`[/Resources/${id}/Properties] Properties must be an object.`);
  for (const key of ["DeletionPolicy", "UpdateReplacePolicy"]) {
    const policy = value[key];
    if (policy !== undefined && !["Delete", "Retain", "Snapshot", "RetainExceptOnCreate"].includes(String(policy))) {
      throw format(`Unrecognized ${key} ${policy} for resource ${id}`);
    }
  }
  const object = (key: string) => (isMapping(value[key]) ? value[key] : undefined);
  return stripped({
    id,
    type: value.Type,
    properties,
    dependsOn: texts(value.DependsOn),
    condition: typeof value.Condition === "string" ? value.Condition : undefined,
    metadata: object("Metadata"),
    deletionPolicy: typeof value.DeletionPolicy === "string" ? value.DeletionPolicy : undefined,
    updateReplacePolicy: typeof value.UpdateReplacePolicy === "string" ? value.UpdateReplacePolicy : undefined,
    creationPolicy: object("CreationPolicy"),
    updatePolicy: object("UpdatePolicy"),
  });
}

function output(name: string, value: unknown): OutputSpec {
  if (!isMapping(value) || value.Value === undefined) {
    throw format("Every Outputs member must contain a Value object");
  }
  return stripped({
    name,
    value: value.Value,
    description: typeof value.Description === "string" ? value.Description : undefined,
    exportName: isMapping(value.Export) ? value.Export.Name : undefined,
    condition: typeof value.Condition === "string" ? value.Condition : undefined,
  });
}

/** Leaves out keys without a value, so that records stay plain JSON. */
export function stripped<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
