import "server-only";
import type { Aws } from "@/lib/aws/client";
import { validateTemplate } from "@/lib/aws/cloudformation";
import { type ErrorCode, isSlipwayError, SlipwayError } from "@/lib/errors";
import type { Place } from "@/lib/place";
import { cleanText } from "./file-text";
import { templateSha256 } from "./known";
import { parseTemplate } from "./parse";

export interface CheckedText {
  readonly text: string;
  readonly sha256: string;
  /** Why AWS has not checked it. */
  readonly unchecked?: string;
}

/** AWS gave no verdict; anything else it says of a template is one. */
const NO_VERDICT: ReadonlySet<ErrorCode> = new Set([
  "aws_denied",
  "aws_throttled",
  "aws_unreachable",
  "aws_credentials",
]);

/**
 * What may be stored: text that reads as a template and that AWS's ValidateTemplate takes. Throws `invalid_input` with
 * the first problem and its line, `aws_rejected` with AWS's words. Where AWS gives no verdict its error is thrown, or,
 * with `unchecked`, kept beside the text.
 */
export async function checkedText(
  aws: Aws,
  place: Place,
  given: string,
  { unchecked = false }: { unchecked?: boolean } = {},
): Promise<CheckedText> {
  const cleaned = cleanText(given);
  if (!cleaned.ok) throw refusal(cleaned.message);
  const { text } = cleaned;
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    const [first, ...more] = parsed.problems;
    const where = first?.line === undefined || /\(line \d/.test(first.message) ? "" : `Line ${first.line}: `;
    const rest = more.length === 0 ? "" : ` And ${more.length} more.`;
    throw refusal(`${where}${first?.message ?? "It cannot be read."}${rest}`, first?.hint);
  }
  const sha256 = templateSha256(text);
  try {
    await validateTemplate(aws.at(place), text);
    return { text, sha256 };
  } catch (error) {
    if (unchecked && isSlipwayError(error) && NO_VERDICT.has(error.code)) {
      return { text, sha256, unchecked: error.message };
    }
    throw error;
  }
}

const refusal = (message: string, hint?: string) =>
  new SlipwayError("invalid_input", message, { fields: { text: message }, hint });
