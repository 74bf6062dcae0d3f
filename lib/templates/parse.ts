import { dependencyProblems } from "./dependencies";
import { isRecord, type JsonRecord, recordAt } from "./json-values";
import type { TemplateProblem } from "./types";
import { type Positions, readTemplate } from "./yaml";

export { MAX_BODY_BYTES } from "./template-text";

const MAX_RESOURCES = 500;
const MAX_PARAMETERS = 200;
const MAX_OUTPUTS = 200;

export interface ParsedTemplate {
  readonly ok: true;
  readonly template: JsonRecord;
  readonly parameters: JsonRecord;
  readonly resources: JsonRecord;
  readonly conditions: JsonRecord;
  readonly outputs: JsonRecord;
  readonly positions: Positions;
  readonly format: "yaml" | "json";
  readonly bytes: number;
}

export interface TemplateRejected {
  readonly ok: false;
  /** At least one, the first the one to mend first. */
  readonly problems: readonly TemplateProblem[];
}

/**
 * Reads a template and finds what CloudFormation would refuse it for: text that is no YAML or JSON, missing parts,
 * references to nothing, circles. Never throws, whatever the text.
 */
export function parseTemplate(text: string): ParsedTemplate | TemplateRejected {
  const bytes = new TextEncoder().encode(text).length;
  const read = readTemplate(text);
  if (!read.ok) {
    const language = read.format === "json" ? "JSON" : "YAML";
    const where = read.line === undefined ? "" : ` (line ${read.line}, column ${read.column ?? 1})`;
    return rejected({
      code: read.kind,
      message:
        read.kind === "syntax" ? `The template is not well-formed ${language}${where}: ${read.message}` : read.message,
      hint:
        read.kind === "limit" ? "No template needs that much. Look for aliases that contain each other." : undefined,
      line: read.line,
      column: read.column,
    });
  }
  const template: JsonRecord = read.template;
  const sections = {
    parameters: recordAt(template, "Parameters"),
    resources: recordAt(template, "Resources"),
    conditions: recordAt(template, "Conditions"),
    outputs: recordAt(template, "Outputs"),
  };
  const parsed: ParsedTemplate = {
    ok: true,
    template,
    ...sections,
    positions: read.positions,
    format: read.format,
    bytes,
  };
  const shape = [...shapeProblems(parsed)];
  // References into a broken shape would only say the same again.
  const problems = shape.length > 0 ? shape : dependencyProblems(parsed);
  return problems.length > 0 ? { ok: false, problems } : parsed;
}

function* shapeProblems(parsed: ParsedTemplate): Generator<TemplateProblem> {
  const { template, positions } = parsed;
  const at = (path: string) => ({ ...positions.get(path) });
  for (const section of ["Parameters", "Resources", "Conditions", "Outputs", "Mappings", "Rules", "Metadata"]) {
    if (Object.hasOwn(template, section) && !isRecord(template[section])) {
      yield { code: "structure", message: `${section} must be a mapping of names.`, ...at(`/${section}`) };
    }
  }
  if (Object.keys(parsed.resources).length === 0) {
    yield {
      code: "structure",
      message: "The template has no Resources: there is nothing to make.",
      hint: "At least one resource must be defined.",
      ...at("/Resources"),
    };
  }
  for (const [section, count, limit] of [
    ["Resources", Object.keys(parsed.resources).length, MAX_RESOURCES],
    ["Parameters", Object.keys(parsed.parameters).length, MAX_PARAMETERS],
    ["Outputs", Object.keys(parsed.outputs).length, MAX_OUTPUTS],
  ] as const) {
    if (count > limit) {
      yield { code: "limit", message: `${count} ${section}; CloudFormation takes ${limit}.`, ...at(`/${section}`) };
    }
  }
  for (const [section, word] of [
    ["Parameters", "parameter"],
    ["Resources", "resource"],
  ] as const) {
    for (const [name, body] of Object.entries(recordAt(template, section))) {
      if (isLoop(name)) continue;
      const path = `/${section}/${name}`;
      if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
        yield {
          code: "structure",
          message: `The ${word} name “${name}” may have letters and digits only.`,
          names: [name],
          ...at(path),
        };
      }
      if (!isRecord(body)) {
        yield { code: "structure", message: `The ${word} ${name} must be a mapping.`, names: [name], ...at(path) };
      } else if (typeof body.Type !== "string" || body.Type === "") {
        yield { code: "structure", message: `The ${word} ${name} has no Type.`, names: [name], ...at(path) };
      }
    }
  }
}

/** `Fn::ForEach::Name` stands for resources that only CloudFormation makes up. */
export const isLoop = (name: string): boolean => name.startsWith("Fn::ForEach");

const rejected = (problem: TemplateProblem): TemplateRejected => ({ ok: false, problems: [problem] });
