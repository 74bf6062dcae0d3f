import type { ParameterValues, TemplateForm } from "./types";
import { parameterValue } from "./values";

/** One word for sh: in single quotes unless nothing in it means anything to a shell. */
export const quoted = (word: string): string =>
  /^[A-Za-z0-9_@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * The same launch as a command for sh. Each parameter's pair is JSON, since the CLI's shorthand splits at commas; a NoEcho
 * value is a variable that the person sets. `file` is the template's file name.
 */
export function launchCommand(
  form: TemplateForm,
  values: ParameterValues,
  { stackName, region, file }: { readonly stackName: string; readonly region: string; readonly file: string },
): string {
  const pairs = form.fields.flatMap((field) => {
    if (field.secret) return [secretPair(field.name)];
    const value = parameterValue(values, field.name);
    return value === undefined ? [] : [quoted(JSON.stringify({ ParameterKey: field.name, ParameterValue: value }))];
  });
  return [
    "aws cloudformation create-stack",
    `  --region ${quoted(region)}`,
    `  --stack-name ${quoted(stackName)}`,
    `  --template-body ${quoted(`file://${file}`)}`,
    ...(form.capabilities.length > 0 ? [`  --capabilities ${form.capabilities.join(" ")}`] : []),
    ...(pairs.length > 0 ? [`  --parameters ${pairs.join(" \\\n    ")}`] : []),
  ].join(" \\\n");
}

/** A value with a double quote or a backslash in it would have to be escaped by hand; the page says so. */
const secretPair = (name: string): string => `"{\\"ParameterKey\\":\\"${name}\\",\\"ParameterValue\\":\\"$${name}\\"}"`;
