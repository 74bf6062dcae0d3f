import { isRecord, type JsonRecord, recordAt, scalarText, valueAt } from "../json-values";
import { referencesIn } from "../references";
import type { LintRule, LintSubject } from "./types";

export const unused: LintRule = {
  id: "unused",
  level: "warn",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html",
  fix: "Take it out, or use it.",
  *check(subject) {
    const { parsed } = subject;
    // A macro may use what the text does not.
    if (Object.hasOwn(parsed.template, "Transform")) return;
    const { names, conditions, mappings, wholeMaps } = uses(subject);
    for (const name of Object.keys(parsed.parameters)) {
      if (!names.has(name)) {
        yield { path: `/Parameters/${name}`, message: `The parameter ${name} is asked for and changes nothing.` };
      }
    }
    for (const name of Object.keys(parsed.conditions)) {
      if (!conditions.has(name))
        yield { path: `/Conditions/${name}`, message: `Nothing asks for the condition ${name}.` };
    }
    for (const name of Object.keys(recordAt(parsed.template, "Mappings"))) {
      if (!wholeMaps && !mappings.has(name))
        yield { path: `/Mappings/${name}`, message: `Nothing looks into the mapping ${name}.` };
    }
  },
};

function uses({ parsed: { template } }: LintSubject) {
  const names = new Set<string>();
  const conditions = new Set<string>();
  const mappings = new Set<string>();
  let wholeMaps = false;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    if (!isRecord(node)) return;
    const map = valueAt(node, "Fn::FindInMap");
    if (Array.isArray(map)) {
      const name = scalarText(map[0]);
      if (name === undefined) wholeMaps = true;
      else mappings.add(name);
    }
    // Rules name parameters by text: {"Fn::ValueOf": [parameter, attribute]}.
    const looked = valueAt(node, "Fn::ValueOf");
    if (Array.isArray(looked)) names.add(scalarText(looked[0]) ?? "");
    for (const item of Object.values(node)) visit(item);
  };
  for (const section of ["Resources", "Conditions", "Outputs", "Rules"]) {
    const value: JsonRecord = recordAt(template, section);
    visit(value);
    for (const { name, kind } of referencesIn(value, "")) (kind === "condition" ? conditions : names).add(name);
    for (const body of Object.values(value)) {
      const own = scalarText(valueAt(body, "Condition"));
      if (own !== undefined) conditions.add(own);
    }
  }
  return { names, conditions, mappings, wholeMaps };
}
