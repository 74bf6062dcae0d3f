import { isRecord, recordAt, textAt } from "@/lib/templates/json-values";
import { truth } from "@/lib/templates/rules";
import type { ParameterValues } from "@/lib/templates/types";
import { readTemplate } from "@/lib/templates/yaml";
import { onlyReads } from "./deploy-changes";
import type { ChangeSetFacts } from "./types";

/**
 * Logical ids a launch will make: the template's resources but those whose condition is false for these values. AWS
 * lists a resource only once it has begun, so `n of m` needs them beforehand. Undefined when that cannot be told.
 */
export function plannedByTemplate(text: string, values: ParameterValues): string[] | undefined {
  const read = readTemplate(text);
  if (!read.ok) return undefined;
  const conditions = recordAt(read.template, "Conditions");
  const planned: string[] = [];
  for (const [logicalId, resource] of Object.entries(recordAt(read.template, "Resources"))) {
    if (!isRecord(resource)) return undefined;
    const condition = textAt(resource, "Condition");
    const made = condition === undefined ? true : truth({ Condition: condition }, values, conditions);
    if (made === undefined) return undefined;
    if (made) planned.push(logicalId);
  }
  return planned;
}

/** Logical ids an update will touch, without those that AWS lists only because they read what changes. */
export function plannedByChangeSet({ changes }: Pick<ChangeSetFacts, "changes">): string[] {
  // What is replaced gets another id, so its readers really change.
  const kept = changes.filter(({ replacement }) => replacement === "False").map(({ logicalId }) => logicalId);
  const names = new Set(kept);
  return changes.filter((change) => !onlyReads(change, names)).map(({ logicalId }) => logicalId);
}
