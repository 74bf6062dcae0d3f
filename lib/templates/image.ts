import { isRecord, recordAt, scalarText, textAt, valueAt } from "./json-values";
import type { ImageParameters } from "./types";

/** The parts of `[registry/]name[:tag][@digest]`. */
export interface ImageName {
  readonly registry?: string;
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Takes an image apart as Docker does: the part before the first slash is a registry when it has a dot or a colon or is
 * `localhost`; the tag follows the last colon after the last slash. Undefined for text that is no image name.
 */
export function splitImage(image: string): ImageName | undefined {
  const at = image.indexOf("@");
  const digest = at < 0 ? undefined : image.slice(at + 1);
  if (digest !== undefined && !/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/.test(digest)) return undefined;
  const rest = at < 0 ? image : image.slice(0, at);
  const slash = rest.indexOf("/");
  const first = slash < 0 ? "" : rest.slice(0, slash);
  const registry = /[.:]/.test(first) || first === "localhost" ? first : undefined;
  const path = registry === undefined ? rest : rest.slice(slash + 1);
  const colon = path.lastIndexOf(":");
  const tagged = colon > path.lastIndexOf("/");
  const name = tagged ? path.slice(0, colon) : path;
  const tag = tagged ? path.slice(colon + 1) : undefined;
  if (!/^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/.test(name)) return undefined;
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  return { registry, name, tag, digest };
}

export function formatImage({ registry, name, tag, digest }: ImageName): string {
  return `${registry === undefined ? "" : `${registry}/`}${name}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/** A tag parameter may carry the digest too: `1.4.2@sha256:…` [aws-facts 8.15]. */
export function splitTag(value: string): { readonly tag: string; readonly digest?: string } {
  const at = value.indexOf("@");
  return at < 0 ? { tag: value } : { tag: value.slice(0, at), digest: value.slice(at + 1) };
}

/** Tags that people move from image to image: what such a tag names today says nothing about yesterday. */
const MOVING_TAGS = new Set([
  "latest",
  "stable",
  "edge",
  "nightly",
  "main",
  "master",
  "dev",
  "develop",
  "prod",
  "production",
  "staging",
  "release",
  "current",
  "next",
  "lts",
]);

/** True for a tag that is known to move; a digest beside it pins it. */
export function isMovingTag(value: string): boolean {
  const { tag, digest } = splitTag(value);
  return digest === undefined && MOVING_TAGS.has(tag.toLowerCase());
}

/** Account and Region of a private ECR registry's host name, or undefined for any other registry. */
export function ecrRegistry(host: string): { readonly account: string; readonly region: string } | undefined {
  const match = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(host);
  const [, account, region] = match ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}

// Brackets that no image name can hold.
const OPEN = "<";
const CLOSE = ">";

/**
 * Which parameters of a template carry registry, name and tag: from Slipway's own metadata, or else read from the first
 * task definition's `Image`. Empty where the image is not made of parameters.
 */
export function imageParameters(template: unknown): ImageParameters {
  const parameters = recordAt(template, "Parameters");
  const own = (name: string | undefined) => (name !== undefined && Object.hasOwn(parameters, name) ? name : undefined);
  const hint = recordAt(recordAt(recordAt(template, "Metadata"), "Slipway"), "Image");
  const hinted = {
    registry: own(textAt(hint, "registry")),
    name: own(textAt(hint, "name")),
    tag: own(textAt(hint, "tag")),
  };
  if (hinted.tag !== undefined || hinted.name !== undefined) return hinted;

  for (const resource of Object.values(recordAt(template, "Resources"))) {
    if (textAt(resource, "Type") !== "AWS::ECS::TaskDefinition") continue;
    const containers = valueAt(recordAt(resource, "Properties"), "ContainerDefinitions");
    for (const container of Array.isArray(containers) ? containers : []) {
      const found = fromExpression(valueAt(container, "Image"), own);
      if (found.tag ?? found.name ?? found.whole) return found;
    }
  }
  return {};
}

/** The parameter that carries the tag, alone or with the rest. */
export function tagParameter(template: unknown): string | undefined {
  const { tag, whole } = imageParameters(template);
  return tag ?? whole;
}

function fromExpression(expression: unknown, own: (name: string | undefined) => string | undefined): ImageParameters {
  const pattern = flatten(expression);
  if (pattern === undefined) return {};
  const alone = (text: string | undefined): string | undefined => {
    const match = text === undefined ? null : /^<([A-Za-z0-9]+)>$/.exec(text);
    return own(match?.[1]);
  };
  const whole = alone(pattern);
  if (whole !== undefined) return { whole };
  const colon = pattern.lastIndexOf(":");
  const tagged = colon > pattern.lastIndexOf("/");
  const path = tagged ? pattern.slice(0, colon) : pattern;
  const slash = path.indexOf("/");
  const first = slash < 0 ? undefined : alone(path.slice(0, slash));
  return {
    registry: first,
    name: alone(first === undefined ? path : path.slice(slash + 1)) ?? alone(path.slice(path.lastIndexOf("/") + 1)),
    tag: tagged ? alone(pattern.slice(colon + 1)) : undefined,
  };
}

/** An expression as text with each reference in marks; undefined for functions that hide what the text becomes. */
function flatten(expression: unknown): string | undefined {
  const plain = scalarText(expression);
  if (plain !== undefined) return plain;
  if (!isRecord(expression)) return undefined;
  const ref = textAt(expression, "Ref");
  if (ref !== undefined) return `${OPEN}${ref}${CLOSE}`;
  const sub = valueAt(expression, "Fn::Sub");
  if (sub !== undefined) {
    const text = Array.isArray(sub) ? sub[0] : sub;
    return typeof text === "string"
      ? text.replace(/\$\{([^!${}][^${}]*)\}/g, (_, name: string) => `${OPEN}${name.trim()}${CLOSE}`)
      : undefined;
  }
  const join = valueAt(expression, "Fn::Join");
  if (!Array.isArray(join) || !Array.isArray(join[1])) return undefined;
  const parts = join[1].map(flatten);
  return parts.every((part) => part !== undefined) ? parts.join(scalarText(join[0]) ?? "") : undefined;
}
