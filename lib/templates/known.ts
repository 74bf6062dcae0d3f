import "server-only";
import { createHash } from "node:crypto";
import { type LintFinding, lintTemplate } from "./lint";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";
import { referenceText } from "./reference";
import type { TemplateForm, TemplateProblem, TemplateSummary } from "./types";

/** A template that can be launched. */
export interface KnownTemplate extends TemplateSummary {
  readonly text: string;
  readonly form: TemplateForm;
  readonly findings: readonly LintFinding[];
}

interface Origin {
  readonly id: string;
  /** The file it came in, for those that come with Slipway. */
  readonly file?: string;
  /** For an uploaded one. */
  readonly upload?: NonNullable<TemplateSummary["upload"]> & { readonly title: string };
}

/** Reads a template's text into what pages and verbs need of it, or says why it cannot be used. */
export function knownTemplate(
  text: string,
  { id, file, upload }: Origin,
): KnownTemplate | { id: string; problems: readonly TemplateProblem[] } {
  const sha256 = templateSha256(text);
  const read = readOnce(text, sha256);
  if ("problems" in read) return { id, problems: read.problems };
  const form: TemplateForm = upload
    ? { ...read.form, id: referenceText(id, upload.number), title: upload.title, version: String(upload.number) }
    : { ...read.form, id, title: read.form.title || id };
  return {
    id,
    title: form.title,
    version: form.version,
    description: form.description,
    sha256,
    bytes: read.bytes,
    format: read.format,
    resourceCount: form.resourceCount,
    parameterCount: form.fields.length,
    file,
    upload: upload && {
      number: upload.number,
      at: upload.at,
      byName: upload.byName,
      archived: upload.archived,
    },
    text,
    form,
    findings: read.findings,
  };
}

/** How a release names the template it was made from: SHA-256 of its UTF-8 text, in hex. */
export function templateSha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

type Read =
  | {
      readonly form: TemplateForm;
      readonly findings: readonly LintFinding[];
      readonly bytes: number;
      readonly format: "yaml" | "json";
    }
  | { readonly problems: readonly TemplateProblem[] };

const MAX_KEPT = 200;
const kept = new Map<string, Read>();

/** Reading takes tens of milliseconds, and the same text always reads the same: the last ones are kept by their hash. */
function readOnce(text: string, sha256: string): Read {
  const known = kept.get(sha256);
  if (known) return known;
  const parsed = parseTemplate(text);
  const read: Read = parsed.ok
    ? {
        form: formOf(parsed, { id: "", title: "" }),
        findings: lintTemplate(parsed),
        bytes: parsed.bytes,
        format: parsed.format,
      }
    : { problems: parsed.problems };
  const [oldest] = kept.keys();
  if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(sha256, read);
  return read;
}
