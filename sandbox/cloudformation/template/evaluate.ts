import { invalid } from "../errors";
import { cidrBlocks } from "./cidr";
import type { Template } from "./model";
import { attributeOf, functionOf, isMapping, isText, KNOWN_AFTER_APPLY, type Mapping } from "./values";

/** What functions may ask for while a template is evaluated. Every answer is a plain value. */
export interface Scope {
  readonly template: Template;
  /** Typed: lists for list parameters. SSM-typed ones hold the stored value. */
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** AWS::Region and the like; AWS::NoValue is not one of them. */
  readonly pseudo: Readonly<Record<string, string | readonly string[]>>;
  readonly conditions: Readonly<Record<string, boolean>>;
  ref(resource: string): unknown;
  attribute(resource: string, name: string): unknown;
  importValue(name: string): string;
  zones(region: string): readonly string[];
}

const NO_VALUE = Symbol("AWS::NoValue");

/** Resolves all functions of a value. `undefined` means AWS::NoValue. Throws ValidationError. */
export function evaluate(value: unknown, scope: Scope): unknown {
  const result = resolve(value, scope);
  return result === NO_VALUE ? undefined : result;
}

function resolve(value: unknown, scope: Scope): unknown {
  const call = functionOf(value);
  if (call) return apply(call.name, call.argument, scope);
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

function apply(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case "Ref":
      return reference(String(argument), scope);
    case "Fn::GetAtt": {
      const target = attributeOf(argument);
      if (!target)
        throw invalid(
          "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
        );
      return scope.attribute(target.name, target.attribute);
    }
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::If": {
      const [condition, yes, no] = argument as unknown[];
      return resolve(scope.conditions[String(condition)] ? yes : no, scope);
    }
    case "Fn::Base64": {
      const text = asText(resolve(argument, scope), "Fn::Base64");
      return unknown(text) ? KNOWN_AFTER_APPLY : Buffer.from(text, "utf8").toString("base64");
    }
    case "Fn::ImportValue":
      return scope.importValue(asText(resolve(argument, scope), "Fn::ImportValue"));
    case "Fn::GetAZs": {
      const region = argument === "" ? "" : asText(resolve(argument, scope), "Fn::GetAZs");
      return [...scope.zones(region === "" ? String(scope.pseudo["AWS::Region"]) : region)];
    }
    case "Fn::FindInMap":
      return findInMap(argument as unknown[], scope);
    case "Fn::Join": {
      const [delimiter, list] = argument as unknown[];
      const items = asList(resolve(list, scope), "Fn::Join");
      if (items === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
      const texts = items.map((item) => asText(item, "Fn::Join"));
      return texts.some(unknown) ? KNOWN_AFTER_APPLY : texts.join(String(delimiter));
    }
    case "Fn::Split": {
      const [delimiter, text] = argument as unknown[];
      const source = asText(resolve(text, scope), "Fn::Split");
      return unknown(source) ? KNOWN_AFTER_APPLY : source.split(String(delimiter));
    }
    case "Fn::Select":
      return select(argument as unknown[], scope);
    case "Fn::Cidr": {
      const [block, count, bits = 8] = (argument as unknown[]).map((item) => resolve(item, scope));
      if (unknown(block)) return KNOWN_AFTER_APPLY;
      const blocks = cidrBlocks(String(block), Number(count), Number(bits));
      if (!blocks) throw invalid("Template error: Fn::Cidr did not provide valid cidr block, count and cidrBits");
      return blocks;
    }
    case "Fn::Equals":
    case "Fn::And":
    case "Fn::Or":
    case "Fn::Not":
      return String(condition({ [name]: argument }, scope, {}));
    default:
      throw invalid(`Template error: Encountered unsupported function: ${name}`);
  }
}

const unknown = (value: unknown): boolean => typeof value === "string" && value.includes(KNOWN_AFTER_APPLY);

function asText(value: unknown, where: string): string {
  if (isText(value)) return String(value);
  throw invalid(`Template error: every value given to ${where} must be a string.`);
}

function asList(value: unknown, where: string): unknown[] | typeof KNOWN_AFTER_APPLY {
  if (Array.isArray(value)) return value;
  if (value === KNOWN_AFTER_APPLY) return value;
  throw invalid(`Template error: ${where} needs a list.`);
}

function reference(name: string, scope: Scope): unknown {
  if (name === "AWS::NoValue") return NO_VALUE;
  const own = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : scope.pseudo[name];
  if (own !== undefined) return typeof own === "string" ? own : [...own];
  return scope.ref(name);
}

function substitute(argument: unknown, scope: Scope): unknown {
  const [text, extra] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const own: Mapping = isMapping(extra) ? extra : {};
  let after = false;
  const result = String(text).replace(/\$\{(!?)([^}]*)\}/g, (whole, literal: string, inner: string) => {
    if (literal === "!") return `\${${inner}}`;
    const name = inner.trim();
    if (name === "") return whole;
    const target = name.startsWith("AWS::") ? undefined : attributeOf(name);
    const value = Object.hasOwn(own, name)
      ? resolve(own[name], scope)
      : target
        ? scope.attribute(target.name, target.attribute)
        : reference(name, scope);
    // A list parameter reads as its elements joined by commas.
    const shown = Array.isArray(value) ? value.join(",") : value === NO_VALUE ? "" : asText(value, "Fn::Sub");
    after ||= unknown(shown);
    return shown;
  });
  return after ? KNOWN_AFTER_APPLY : result;
}

function select(argument: unknown[], scope: Scope): unknown {
  const message = "Template error: Fn::Select requires a list argument with two elements: an integer index and a list";
  const index = resolve(argument[0], scope);
  const list = resolve(argument[1], scope);
  if (list === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
  if (!Array.isArray(list) || !/^\d+$/.test(String(index)) || Number(index) >= list.length) throw invalid(message);
  return list[Number(index)];
}

function findInMap(argument: unknown[], scope: Scope): unknown {
  const [map, first, second] = argument.slice(0, 3).map((item) => asText(resolve(item, scope), "Fn::FindInMap"));
  const fallback = argument[3];
  const found = scope.template.mappings[map ?? ""];
  const row = found && Object.hasOwn(found, first ?? "") ? found[first ?? ""] : undefined;
  if (isMapping(row) && Object.hasOwn(row, second ?? "")) return row[second ?? ""];
  if (isMapping(fallback) && fallback.DefaultValue !== undefined) return resolve(fallback.DefaultValue, scope);
  throw invalid(`Template error: Unable to get mapping for ${map}::${first}::${second}`);
}

/** The truth of a condition; `named` are conditions decided before. */
export function condition(value: unknown, scope: Scope, named: Readonly<Record<string, boolean>>): boolean {
  if (isMapping(value) && typeof value.Condition === "string") return named[value.Condition] === true;
  const call = functionOf(value);
  const list = Array.isArray(call?.argument) ? (call.argument as unknown[]) : [];
  switch (call?.name) {
    case "Fn::Equals": {
      const [a, b] = list.map((item) => resolve(item, scope));
      if (Array.isArray(a) || Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
      return String(a) === String(b);
    }
    case "Fn::And":
      return list.every((item) => condition(item, scope, named));
    case "Fn::Or":
      return list.some((item) => condition(item, scope, named));
    case "Fn::Not":
      return !condition(list[0], scope, named);
    default:
      return String(evaluate(value, scope)) === "true";
  }
}
