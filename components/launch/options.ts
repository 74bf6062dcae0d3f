import type { Place } from "@/lib/place";
import type { FormField, ParameterValues } from "@/lib/templates/types";

/** One thing to choose. What cannot work stays visible, with the reason. */
export interface PickOption {
  readonly value: string;
  readonly label: string;
  /** Small words beside it: zone, CIDR, digest, date. */
  readonly detail?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

/**
 * The address of a field's choices, or undefined while a field it depends on is empty. It holds all the choices depend
 * on, so the same address gives the same answer.
 */
export function optionsAddress(place: Place, field: FormField, values: ParameterValues): string | undefined {
  const picker = field.picker;
  if (!picker) return undefined;
  const query = new URLSearchParams({ account: place.account, region: place.region, kind: picker.kind });
  for (const [key, value] of Object.entries(picker)) {
    if (key === "kind" || typeof value !== "string") continue;
    const from = values[value];
    if (!from && NEEDED.has(key)) return undefined;
    if (from) query.set(key, from);
  }
  if (picker.kind === "ami") {
    const parameter = Object.entries(picker.ssmParameter);
    for (const [architecture, name] of parameter) query.set(architecture, name);
  }
  return `/api/pick?${query}`;
}

/** Without these there is nothing to list. A certificate is listed also before a domain is named. */
const NEEDED = new Set(["registry", "name", "vpc", "by"]);
