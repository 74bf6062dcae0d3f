import { AwsError } from "../wire/handler";
import { linearRegex, RegexError } from "./regex";

/** A `%regular expression%` of a filter pattern: AWS's have no groups. Throws InvalidParameterException. */
export function compileRegex(source: string): { test(text: string): boolean } {
  if (/(?<!\\)[()]/.test(source)) throw invalid();
  try {
    return linearRegex(source);
  } catch (error) {
    throw error instanceof RegexError ? invalid() : error;
  }
}

const invalid = () => new AwsError("InvalidParameterException", "Invalid regular expression in filter pattern");
