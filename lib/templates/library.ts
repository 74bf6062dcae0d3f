import "server-only";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SlipwayError } from "@/lib/errors";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";
import type { TemplateForm, TemplateProblem, TemplateSummary } from "./types";

export interface StoredTemplate extends TemplateSummary {
  readonly text: string;
  readonly form: TemplateForm;
}

/** A file of the library that cannot be used, and why; listed, never hidden. */
export interface BrokenTemplate {
  readonly id: string;
  readonly problems: readonly TemplateProblem[];
}

export interface TemplateLibrary {
  readonly templates: readonly StoredTemplate[];
  readonly broken: readonly BrokenTemplate[];
}

/** Where the templates are stored that come with Slipway: `infra-templates` beside the running app. */
const storedTemplates = (): string => join(/* turbopackIgnore: true */ process.cwd(), "infra-templates");

const NAME = /^([a-z0-9][a-z0-9-]{0,63})\.(?:ya?ml|json)$/;

/** All stored templates, by title. A template's id is its file's name without the ending. */
export async function listTemplates(directory = storedTemplates()): Promise<TemplateLibrary> {
  const names = (await readdir(directory)).filter((name) => NAME.test(name)).sort();
  const read = await Promise.all(names.map((name) => readStored(directory, name)));
  const templates = read.filter((one): one is StoredTemplate => "form" in one);
  templates.sort((a, b) => a.title.localeCompare(b.title, "en"));
  return { templates, broken: read.filter((one): one is BrokenTemplate => "problems" in one) };
}

/** One stored template. Throws `not_found`, or `invalid_input` with what is wrong with the file. */
export async function readTemplateById(id: string, directory = storedTemplates()): Promise<StoredTemplate> {
  const name = (await readdir(directory)).find((file) => NAME.exec(file)?.[1] === id);
  if (name === undefined) {
    throw new SlipwayError("not_found", `There is no template “${id.slice(0, 64)}”.`, {
      hint: "Choose one of the list.",
    });
  }
  const stored = await readStored(directory, name);
  if ("form" in stored) return stored;
  const [first] = stored.problems;
  throw new SlipwayError("invalid_input", first?.message ?? "The template cannot be read.", { hint: first?.hint });
}

async function readStored(directory: string, file: string): Promise<StoredTemplate | BrokenTemplate> {
  const id = NAME.exec(file)?.[1] ?? file;
  const text = await readFile(join(directory, file), "utf8");
  const parsed = parseTemplate(text);
  if (!parsed.ok) return { id, problems: parsed.problems };
  const form = { ...formOf(parsed, { id }), id };
  return {
    id,
    title: form.title,
    version: form.version,
    description: form.description,
    sha256: templateSha256(text),
    bytes: parsed.bytes,
    resourceCount: form.resourceCount,
    parameterCount: form.fields.length,
    text,
    form,
  };
}

/** How a release names the template it was made from: SHA-256 of its UTF-8 text, in hex. */
export function templateSha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The form of any template's text, such as a running stack's. Throws `invalid_input` naming the first problem. */
export function formFromText(text: string, id: string): TemplateForm {
  const parsed = parseTemplate(text);
  if (parsed.ok) return formOf(parsed, { id });
  const [first] = parsed.problems;
  throw new SlipwayError("invalid_input", first?.message ?? "The template cannot be read.", { hint: first?.hint });
}
