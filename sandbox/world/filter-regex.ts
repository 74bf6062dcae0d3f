import { AwsError } from "../wire/handler";

/**
 * AWS's regular expressions have no groups, which keeps out nested repetition; more than two open-ended repetitions are
 * refused here as well, because a backtracking engine can take for ever over them.
 */
export function compileRegex(source: string): RegExp {
  const openEnded = source.match(/(?<!\\)(?:[*+]|\{\d*,\})/g) ?? [];
  if (/(?<!\\)\(/.test(source) || openEnded.length > 2)
    throw new AwsError("InvalidParameterException", "Invalid regular expression in filter pattern");
  try {
    return new RegExp(source);
  } catch {
    throw new AwsError("InvalidParameterException", "Invalid regular expression in filter pattern");
  }
}
