import { isRecord, textAt, textsAt, valueAt } from "./json-values";
import type { ParameterValues, TemplateForm } from "./types";
import { fieldCounts, parameterValue } from "./values";

/** What a parameter file held, as far as the form has such parameters. */
export type ReadFile =
  | {
      readonly ok: true;
      readonly values: Readonly<Record<string, string>>;
      /** Names that the template has no parameter for. */
      readonly strange: readonly string[];
      /** NoEcho parameters the file held: they are not taken over. */
      readonly secret: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

export const MAX_FILE_BYTES = 1_000_000;

/** One line of `Key=Value`, as `aws cloudformation deploy --parameter-overrides` takes it; quotes round it or its value count no more. */
const PAIR = /^\s*"?([A-Za-z0-9]{1,255})=(.*?)\s*$/;

/**
 * Reads the AWS CLI's parameter files: a list of {ParameterKey, ParameterValue}, an object of names and values (also under
 * "Parameters", as pipelines write it), a list of "Key=Value", or lines of Key=Value. Pure; never throws.
 */
export function readParameterFile(text: string, form: TemplateForm): ReadFile {
  const pairs = /^\s*[[{]/.test(text) ? fromJson(text) : fromLines(text);
  if (typeof pairs === "string") return { ok: false, message: pairs };
  const values: [string, string][] = [];
  const [strange, secret]: [string[], string[]] = [[], []];
  for (const [name, value] of pairs) {
    const field = form.fields.find((one) => one.name === name);
    if (!field) strange.push(name);
    else if (field.secret) secret.push(name);
    else values.push([name, value]);
  }
  return { ok: true, values: Object.fromEntries(values), strange, secret };
}

type Pairs = readonly (readonly [string, string])[];
const NO_FILE = "This is no parameter file: write a list of ParameterKey and ParameterValue, or lines of Key=Value.";

function fromJson(text: string): Pairs | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}`;
  }
  const inner = isRecord(parsed) && isRecord(parsed.Parameters) ? parsed.Parameters : parsed;
  if (isRecord(inner)) {
    const pairs = Object.keys(inner).map((name) => [name, scalarOrList(inner, name)] as const);
    return pairs.every((pair): pair is readonly [string, string] => pair[1] !== undefined) ? pairs : NO_FILE;
  }
  if (!Array.isArray(inner)) return NO_FILE;
  const pairs: (readonly [string, string])[] = [];
  for (const item of inner) {
    if (typeof item === "string") {
      const pair = onePair(item);
      if (!pair) return NO_FILE;
      pairs.push(pair);
      continue;
    }
    const [name, value] = [textAt(item, "ParameterKey"), textAt(item, "ParameterValue")];
    if (name === undefined) return NO_FILE;
    // UsePreviousValue: there is no stack to take it from.
    if (value !== undefined) pairs.push([name, value]);
  }
  return pairs;
}

const scalarOrList = (record: unknown, name: string): string | undefined =>
  Array.isArray(valueAt(record, name)) ? textsAt(record, name).join(",") : textAt(record, name);

function fromLines(text: string): Pairs | string {
  const pairs: (readonly [string, string])[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const pair = onePair(line);
    if (!pair) return `Line ${index + 1} is no Key=Value.`;
    pairs.push(pair);
  }
  return pairs.length > 0 ? pairs : NO_FILE;
}

function onePair(text: string): readonly [string, string] | undefined {
  const [, name, rest = ""] = PAIR.exec(text) ?? [];
  if (name === undefined) return undefined;
  const quoted = /^"(.*)"$/.exec(rest) ?? /^'(.*)'$/.exec(rest);
  const opened = /^\s*"/.test(text) ? rest.replace(/"$/, "") : undefined;
  return [name, opened ?? quoted?.[1] ?? rest];
}

/** The values to hand on: those that count, without secrets and without what the template computes. */
function shared(form: TemplateForm, values: ParameterValues): [string, string][] {
  return form.fields.flatMap((field): [string, string][] => {
    const value = parameterValue(values, field.name);
    return field.secret || !fieldCounts(field, values) || value === undefined ? [] : [[field.name, value]];
  });
}

/** As `aws cloudformation create-stack --parameters file://…` reads it. NoEcho values are left out. */
export const writeParameterFile = (form: TemplateForm, values: ParameterValues): string =>
  `${JSON.stringify(
    shared(form, values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    null,
    2,
  )}\n`;

/** As lines of Key=Value, for `aws cloudformation deploy --parameter-overrides`. NoEcho values are left out. */
export const writeOverrides = (form: TemplateForm, values: ParameterValues): string =>
  `${shared(form, values)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n")}\n`;
