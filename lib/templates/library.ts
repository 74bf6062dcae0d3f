import "server-only";
import type { Db } from "@/lib/db/client";
import { isSlipwayError, SlipwayError } from "@/lib/errors";
import { type KnownTemplate, knownTemplate } from "./known";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";
import { readReference } from "./reference";
import { type BrokenTemplate, findStored, listStored } from "./stored";
import type { TemplateForm, TemplateProblem } from "./types";
import { findUploaded, listUploaded } from "./uploaded";

export { templateSha256 } from "./known";

export type StoredTemplate = KnownTemplate;

export interface TemplateLibrary {
  readonly templates: readonly StoredTemplate[];
  readonly broken: readonly BrokenTemplate[];
}

/**
 * All that can be launched, by title: the templates that come with Slipway and the newest version of each that was
 * uploaded and is not archived. `directory` is another folder of files than Slipway's own.
 */
export async function listTemplates(db: Db, directory?: string): Promise<TemplateLibrary> {
  const [stored, uploaded] = await Promise.all([listStored(directory), listUploaded(db)]);
  const all = [...stored, ...uploaded.map(({ id, text, ...upload }) => knownTemplate(text, { id, upload }))];
  const templates = all.filter((one): one is StoredTemplate => "form" in one);
  templates.sort((a, b) => a.title.localeCompare(b.title, "en"));
  return { templates, broken: all.filter((one): one is BrokenTemplate => "problems" in one) };
}

/**
 * One template by reference: `ecs-ec2-daemon`, `orders` (its newest version), `orders@3`. An archived one is found too,
 * for a stack may still run on it. Throws `not_found`, or `invalid_input` with what is wrong with it.
 */
export async function readTemplateById(db: Db, reference: string, directory?: string): Promise<StoredTemplate> {
  const wanted = readReference(reference);
  const found = wanted && ((await findStored(wanted.id, directory)) ?? (await findUploadedTemplate(db, wanted)));
  if (!found) {
    throw new SlipwayError("not_found", `There is no template “${reference.slice(0, 64)}”.`, {
      hint: "Choose one of the list.",
    });
  }
  return "form" in found ? found : refuse(found.problems);
}

/** As `readTemplateById`, but only what may be launched now: undefined for none, an archived and a broken one. */
export async function offeredTemplate(db: Db, reference: string): Promise<StoredTemplate | undefined> {
  const found = await readTemplateById(db, reference).catch((error: unknown) => {
    if (isSlipwayError(error) && (error.code === "not_found" || error.code === "invalid_input")) return undefined;
    throw error;
  });
  return found?.upload?.archived ? undefined : found;
}

async function findUploadedTemplate(db: Db, { id, version }: { id: string; version?: number }) {
  const found = await findUploaded(db, id, version);
  if (!found) return undefined;
  const { text, ...upload } = found;
  return knownTemplate(text, { id, upload });
}

/** The form of any template's text, such as a running stack's. Throws `invalid_input` naming the first problem. */
export function formFromText(text: string, id: string): TemplateForm {
  const parsed = parseTemplate(text);
  return parsed.ok ? formOf(parsed, { id }) : refuse(parsed.problems);
}

function refuse([first]: readonly TemplateProblem[]): never {
  throw new SlipwayError("invalid_input", first?.message ?? "The template cannot be read.", { hint: first?.hint });
}
