import { truth } from "./rules";
import type { ParameterValues, TemplateForm } from "./types";

/** How many resources a launch makes: `most` is more than `least` where only AWS can tell a condition. */
export interface MadeResources {
  readonly least: number;
  readonly most: number;
  /** Logical ids of those that these values switch off. */
  readonly off: ReadonlySet<string>;
}

/** Counts what a template makes of these values; resources whose condition does not hold are not made. */
export function madeResources(form: TemplateForm, values: ParameterValues): MadeResources {
  const off = new Set<string>();
  let open = 0;
  for (const [resource, condition] of Object.entries(form.conditional)) {
    const holds = truth({ Condition: condition }, values, form.conditions);
    if (holds === false) off.add(resource);
    else if (holds === undefined) open += 1;
  }
  const most = form.resourceCount - off.size;
  return { least: most - open, most, off };
}

/** "20 resources", "18 to 20 resources", "1 resource" */
export function resourceWords({ least, most }: MadeResources): string {
  const count = least === most ? String(most) : `${least} to ${most}`;
  return `${count} ${most === 1 ? "resource" : "resources"}`;
}
