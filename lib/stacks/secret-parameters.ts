import "server-only";
import type { Aws } from "@/lib/aws/client";
import { templateText } from "@/lib/aws/cloudformation";
import type { StackRef } from "@/lib/place";
import { templateFacts } from "@/lib/releases/template-facts";

/** Names of a running stack's NoEcho parameters, whose values must not be written down. */
export async function secretParameters(aws: Aws, ref: StackRef): Promise<readonly string[]> {
  const text = await templateText(aws.at(ref), ref.stack);
  return text === null ? [] : templateFacts(text).secret;
}
