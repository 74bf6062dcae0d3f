import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { templateText } from "@/lib/aws/cloudformation";
import { resourceReferences } from "@/lib/templates/dependencies";
import { recordAt, textAt } from "@/lib/templates/json-values";
import { readTemplate } from "@/lib/templates/yaml";
import type { TemplateLinks } from "./picture";

/** Each resource of a template with its type, what becomes of it on deletion, and the resources it refers to. */
export function linksOf(text: string): TemplateLinks {
  const read = readTemplate(text);
  if (!read.ok) return {};
  const resources = recordAt(read.template, "Resources");
  return Object.fromEntries(
    Object.entries(resources).flatMap(([name, body]) => {
      const type = textAt(body, "Type");
      if (!type) return [];
      const to = resourceReferences(name, body).map((reference) => reference.name);
      const known = [...new Set(to)].filter((other) => other !== name && Object.hasOwn(resources, other));
      return [[name, { type, to: known, deletionPolicy: textAt(body, "DeletionPolicy") }]];
    }),
  );
}

/**
 * The links of a stack's own template; empty where it cannot be read within `deadlineMs`: the picture is then drawn from
 * the resources' types alone, and no page waits for it. Never rejects.
 */
export async function readLinks(aws: AwsContext, stack: string, deadlineMs: number): Promise<TemplateLinks> {
  const read = templateText(aws, stack).then(
    (text) => (text === null ? {} : linksOf(text)),
    () => ({}),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<TemplateLinks>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, {});
  });
  return Promise.race([read, late]).finally(() => clearTimeout(timer));
}
