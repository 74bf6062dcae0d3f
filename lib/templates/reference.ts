/** How templates are named in addresses, forms and actions: `orders` is the newest version, `orders@3` that one. */
export interface TemplateReference {
  readonly id: string;
  readonly version?: number;
}

/** An id: small letters, digits and hyphens, so that it can stand in an address and in a file's name. */
export const TEMPLATE_ID = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

/** Undefined for text that names no template. */
export function readReference(text: string): TemplateReference | undefined {
  const [, id = "", version] = /^([^@]*)(?:@([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (!TEMPLATE_ID.test(id)) return undefined;
  return version === undefined ? { id } : { id, version: Number(version) };
}

export const referenceText = (id: string, version: number): string => `${id}@${version}`;

/** The id a title becomes: "Orders API, 2 zones" → "orders-api-2-zones". Empty where nothing of it can be used. */
export function idOf(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 48)
    .replace(/^-+|-+$/g, "");
}
