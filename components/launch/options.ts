import { dayMinute } from "@/components/ui/format";
import type { Place } from "@/lib/place";
import type { FormField, ParameterValues } from "@/lib/templates/types";

/** One thing to choose. What cannot work stays visible, with the reason. */
export interface PickOption {
  readonly value: string;
  readonly label: string;
  /** Small words beside it: zone, CIDR, digest. */
  readonly detail?: string;
  /** When it was made (an image pushed): ms by the account's clock. */
  readonly at?: number;
  /** Where one of each may be chosen (a subnet's zone): what it is one of. */
  readonly group?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

/** Its small words in one line, for where only text can stand: "sha256:9f2c41, pushed 14 Nov, 10:06". */
export const detailWords = ({ detail, at }: PickOption, zone: string): string | undefined =>
  [detail, at === undefined ? undefined : `pushed ${dayMinute(at, zone)}`].filter(Boolean).join(", ") || undefined;

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
  // Without it private subnets would be refused, which a template may well want.
  if (picker.kind === "subnet" || picker.kind === "subnets") query.set("public", String(picker.public ?? false));
  if (picker.kind === "ami") {
    const parameter = Object.entries(picker.ssmParameter);
    for (const [architecture, name] of parameter) query.set(architecture, name);
  }
  return `/api/pick?${query}`;
}

/** Without these there is nothing to list. A certificate is listed also before a domain is named. */
const NEEDED = new Set(["registry", "name", "vpc", "by"]);
