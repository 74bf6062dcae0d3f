import { ruleHolds, ruleParameters } from "./rules";
import type { FormField, ParameterValues, TemplateForm } from "./types";
import { effectiveValues, fieldCounts, fullMatch, isList, listItems, parameterValue } from "./values";

/** Messages by parameter, each one sentence or two, ready to be shown. Empty means nothing to say. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A parameter's value has at most 4,096 bytes [aws-facts 1.13]. */
const MAX_VALUE_BYTES = 4096;

export interface ValidateOptions {
  /** On an update: parameters whose value the stack keeps (`UsePreviousValue`), such as secrets left untouched. */
  readonly keeps?: ReadonlySet<string>;
}

/**
 * What CloudFormation would refuse these values for, before it is asked: missing values, constraints, order of numbers,
 * the template's rules. Judges the values as they would be sent (`effectiveValues`). Pure; runs in the browser too.
 */
export function validate(form: TemplateForm, entered: ParameterValues, options: ValidateOptions = {}): FieldErrors {
  const values = effectiveValues(form, entered);
  // A map, so that no name from outside can be one of an object's own.
  const errors = new Map<string, string>();
  for (const field of form.fields) {
    if (options.keeps?.has(field.name) && !Object.hasOwn(entered, field.name)) continue;
    const problem = fieldProblem(field, parameterValue(values, field.name), fieldCounts(field, values));
    if (problem !== undefined) errors.set(field.name, problem);
  }
  const names = new Set(form.fields.map((field) => field.name));
  for (const name of Object.keys(entered)) {
    if (!names.has(name)) errors.set(name, `The template has no parameter ${name}.`);
  }
  for (const { left, operator, right, message } of form.comparisons) {
    if (errors.has(left) || errors.has(right)) continue;
    const [a, b] = [Number(parameterValue(values, left)), Number(parameterValue(values, right))];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    if (!(operator === "<" ? a < b : a <= b)) errors.set(left, message);
  }
  for (const feature of form.features) {
    if (parameterValue(values, feature.switch) !== "true") continue;
    for (const name of feature.requires) {
      if (!parameterValue(values, name) && !errors.has(name))
        errors.set(name, `${feature.label} is on, so this is needed.`);
    }
  }
  for (const rule of form.rules) {
    if (ruleHolds(rule, values) !== false) continue;
    const [place = rule.name] = ruleParameters(rule).filter((name) => names.has(name));
    if (!errors.has(place)) errors.set(place, rule.message);
  }
  return Object.fromEntries(errors);
}

/** What is wrong with one value, or undefined. `counts` is false for a field of a feature that is off. */
export function fieldProblem(field: FormField, value: string | undefined, counts = true): string | undefined {
  if (value === undefined || (value === "" && field.required)) {
    // CloudFormation wants a value even for a field that is not shown; without a default there is none to send.
    return counts || field.default === undefined ? missing(field) : undefined;
  }
  if (new TextEncoder().encode(value).length > MAX_VALUE_BYTES) {
    return `Too long: a value has at most ${MAX_VALUE_BYTES.toLocaleString("en")} bytes.`;
  }
  if (isList(field)) {
    const items = listItems(value);
    if (items.length === 0) return field.required ? missing(field) : undefined;
    if (items.includes("")) return "There is an empty item in the list.";
    for (const item of items) {
      const problem = scalarProblem(field, item);
      if (problem !== undefined) return items.length > 1 ? `${item}: ${problem}` : problem;
    }
    return new Set(items).size < items.length && field.type.startsWith("List<AWS::")
      ? "The same one is chosen twice."
      : undefined;
  }
  return scalarProblem(field, value);
}

function missing(field: FormField): string {
  return field.picker !== undefined || field.kind === "choice" ? "Choose one." : "This is needed.";
}

function scalarProblem(field: FormField, value: string): string | undefined {
  const says = field.constraintDescription === undefined ? undefined : sentence(field.constraintDescription);
  if (field.type === "Number" || field.type === "List<Number>") {
    const number = Number(value);
    if (value.trim() === "" || !Number.isFinite(number) || /^[+-]?0[xob]/i.test(value.trim())) {
      return says ?? "Must be a number.";
    }
    if (field.integer && !Number.isInteger(number)) return "Must be a whole number.";
    if (field.minValue !== undefined && number < field.minValue) return says ?? `Must be at least ${field.minValue}.`;
    if (field.maxValue !== undefined && number > field.maxValue) return says ?? `Must be at most ${field.maxValue}.`;
  }
  if (field.allowedValues !== undefined && !field.allowedValues.includes(value)) {
    return says ?? `Must be one of ${shortList(field.allowedValues)}.`;
  }
  const length = [...value].length;
  if (field.minLength !== undefined && length < field.minLength) {
    return says ?? `Needs at least ${field.minLength} characters.`;
  }
  if (field.maxLength !== undefined && length > field.maxLength) {
    return says ?? `May have at most ${field.maxLength} characters.`;
  }
  // On an SSM type these judge the name that was written, which is what stands here.
  if (field.pattern !== undefined && fullMatch(field.pattern)?.test(value) === false) {
    return says ?? `Must match the pattern ${field.pattern}.`;
  }
  const shape = SHAPES.get(field.type.replace(/^List<(.*)>$/, "$1"));
  return shape !== undefined && !shape.pattern.test(value) ? shape.message : undefined;
}

/** How the ids of AWS's own types look; whether they exist is preflight's question. */
const SHAPES: ReadonlyMap<string, { pattern: RegExp; message: string }> = new Map(
  [
    ["VPC::Id", "vpc", "A VPC's"],
    ["Subnet::Id", "subnet", "A subnet's"],
    ["SecurityGroup::Id", "sg", "A security group's"],
    ["Image::Id", "ami", "An image's"],
  ].map(([type, prefix, whose]) => [
    `AWS::EC2::${type}`,
    {
      pattern: new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
      message: `${whose} ID looks like ${prefix}-0123456789abcdef0.`,
    },
  ]),
);

function sentence(text: string): string {
  const trimmed = text.trim();
  const end = /[.!?]$/.test(trimmed) ? "" : ".";
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${end}`;
}

function shortList(values: readonly string[]): string {
  const shown = values.slice(0, 8).join(", ");
  return values.length > 8 ? `${shown}, …` : shown;
}
