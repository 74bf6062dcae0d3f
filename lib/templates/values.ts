import type { FormField, ParameterValues, TemplateForm } from "./types";

/** A value by name; a parameter may well be called `constructor`. */
export function parameterValue(values: ParameterValues, name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** True while the switch a field hangs on is on, or there is none. */
export function fieldCounts(field: FormField, values: ParameterValues): boolean {
  return field.dependsOn === undefined || parameterValue(values, field.dependsOn) === "true";
}

/** What each field starts with: its default, a switch without one "false". Secrets start empty. */
export function defaultValues(form: TemplateForm): Record<string, string> {
  const entries = form.fields.flatMap((field): [string, string][] => {
    const value = field.default ?? (field.kind === "switch" ? "false" : undefined);
    return value === undefined || field.secret ? [] : [[field.name, value]];
  });
  return withDerived(form, Object.fromEntries(entries));
}

/**
 * What is sent to CloudFormation: what was entered, else the default; fields of a feature that is off back at their
 * default, so that a half-filled one is neither judged nor recorded; list items without blanks round them; derived
 * fields computed. Names that are no parameters are kept, for `validate` to refuse.
 */
export function effectiveValues(form: TemplateForm, entered: ParameterValues): Record<string, string> {
  const values: Record<string, string> = { ...entered };
  for (const field of form.fields) {
    const value = parameterValue(entered, field.name) ?? field.default;
    if (value !== undefined) values[field.name] = isList(field) ? listItems(value).join(",") : value;
  }
  for (const field of form.fields) {
    if (!fieldCounts(field, values) && field.default !== undefined) values[field.name] = field.default;
  }
  return withDerived(form, values);
}

function withDerived(form: TemplateForm, values: Record<string, string>): Record<string, string> {
  for (const { name, derived } of form.fields) {
    if (derived === undefined) continue;
    const pattern = fullMatch(derived.matches);
    const from = parameterValue(values, derived.from) ?? "";
    if (pattern) values[name] = pattern.test(from) ? derived.value : derived.otherwise;
  }
  return values;
}

export const isList = (field: FormField): boolean => field.kind === "list" || field.kind === "numbers";

/** The items of a list parameter's text: split at commas, blanks round them dropped [aws-facts 1.12]. */
export function listItems(value: string): string[] {
  return value.trim() === "" ? [] : value.split(",").map((item) => item.trim());
}

/**
 * A pattern that must fit the whole value, as CloudFormation applies it. CloudFormation's patterns are Java's; one that
 * JavaScript cannot read is undefined and left for AWS to judge.
 */
export function fullMatch(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}

/** Fills a pattern such as `{service}-{stage}`; undefined while one of its parameters is empty. */
export function fillPattern(pattern: string | undefined, values: ParameterValues): string | undefined {
  if (pattern === undefined) return undefined;
  let complete = true;
  const text = pattern.replace(/\{([A-Za-z0-9]+)\}/g, (_, name: string) => {
    const value = parameterValue(values, name);
    if (!value) complete = false;
    return value ?? "";
  });
  return complete ? text : undefined;
}

/** The stack's name as the template proposes it, or undefined while a part is missing. */
export const stackNameOf = (form: TemplateForm, values: ParameterValues): string | undefined =>
  fillPattern(form.stackName, values);

/** CloudFormation's own rule for names [aws-facts 1.11, 1.13]. */
export function stackNameProblem(name: string): string | undefined {
  if (name === "") return "Write a name for the stack.";
  if (name.length > 128) return "A stack's name has at most 128 characters.";
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) return "Use letters, digits and hyphens only, and start with a letter.";
  return undefined;
}
