import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type KnownTemplate, knownTemplate } from "./known";
import type { TemplateProblem } from "./types";

/** A file of the library that cannot be used, and why; listed, never hidden. */
export interface BrokenTemplate {
  readonly id: string;
  readonly problems: readonly TemplateProblem[];
}

/** Where the templates are stored that come with Slipway: `infra-templates` beside the running app. */
const storedTemplates = (): string => join(/* turbopackIgnore: true */ process.cwd(), "infra-templates");

const NAME = /^([a-z0-9][a-z0-9-]{0,63})\.(?:ya?ml|json)$/;

/** The templates that come with Slipway, one a file; a template's id is its file's name without the ending. */
export async function listStored(directory = storedTemplates()): Promise<(KnownTemplate | BrokenTemplate)[]> {
  const names = (await readdir(directory)).filter((name) => NAME.test(name)).sort();
  return Promise.all(names.map((name) => readStored(directory, name)));
}

/** One of them by id; undefined when no file has that name. */
export async function findStored(
  id: string,
  directory = storedTemplates(),
): Promise<KnownTemplate | BrokenTemplate | undefined> {
  const name = (await readdir(directory)).find((file) => NAME.exec(file)?.[1] === id);
  return name === undefined ? undefined : readStored(directory, name);
}

async function readStored(directory: string, file: string): Promise<KnownTemplate | BrokenTemplate> {
  const id = NAME.exec(file)?.[1] ?? file;
  return knownTemplate(await readFile(join(directory, file), "utf8"), { id, file });
}
