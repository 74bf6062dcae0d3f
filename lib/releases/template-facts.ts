import "server-only";
import { createHash } from "node:crypto";
import { imageParameters } from "@/lib/templates/image";
import type { ImageParameters } from "@/lib/templates/types";
import { readTemplate } from "@/lib/templates/yaml";

/** What a release needs to know of a template: which parameters carry the image, the AMI, secrets and live sizes. */
export interface TemplateFacts {
  readonly sha256: string;
  readonly id?: string;
  readonly version?: string;
  /** Names of parameters; `whole` carries registry, name and tag in one. */
  readonly image: ImageParameters;
  readonly ami: readonly string[];
  /** NoEcho: never stored. */
  readonly secret: readonly string[];
  readonly parameterNames: readonly string[];
}

type Tree = Readonly<Record<string, unknown>>;

/** Never throws: of a text that is no template only the hash is known. */
export function templateFacts(body: string): TemplateFacts {
  const sha256 = createHash("sha256").update(body).digest("hex");
  const read = readTemplate(body);
  const template = read.ok ? read.template : {};
  const parameters = tree(template.Parameters);
  const names = Object.keys(parameters);
  const hints = tree(tree(template.Metadata).Slipway);
  const typed = (pattern: RegExp) => names.filter((name) => pattern.test(text(tree(parameters[name]).Type) ?? ""));
  return {
    sha256,
    id: text(hints.Id),
    version: text(hints.Version),
    image: read.ok ? imageParameters(template) : {},
    ami: typed(/AWS::EC2::Image::Id/),
    secret: names.filter((name) => /^true$/i.test(String(tree(parameters[name]).NoEcho ?? false))),
    parameterNames: names,
  };
}

export const imageParameterNames = ({ image }: TemplateFacts): string[] =>
  [image.registry, image.name, image.tag, image.whole].filter((name) => name !== undefined);

/** The image these parameter values name, and what people call it. */
export function imageOf(
  facts: TemplateFacts,
  values: Readonly<Record<string, string>>,
): { image?: string; version?: string } {
  const { registry, name, tag, whole } = facts.image;
  const value = (key: string | undefined) => (key === undefined ? undefined : values[key] || undefined);
  if (whole) return { image: value(whole), version: versionOf(value(whole)) };
  const repository = [value(registry), value(name)].filter(Boolean).join("/");
  const version = value(tag);
  return { image: repository && version ? `${repository}:${version}` : undefined, version: version?.split("@")[0] };
}

function versionOf(image: string | undefined): string | undefined {
  const [named = "", digest] = image?.split("@") ?? [];
  const tag = named.slice(named.lastIndexOf("/") + 1).split(":")[1];
  return tag ?? digest?.replace(/^sha256:/, "").slice(0, 12);
}

const tree = (value: unknown): Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tree) : {};
const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;
