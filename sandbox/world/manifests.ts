import { createHash } from "node:crypto";
import type { CataloguedImage } from "./catalogue";
import { imageConfig } from "./image-config";
import { stableHex } from "./stable-id";

export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
const OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

/** One manifest or configuration as the registry serves it: its bytes decide its digest. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

export interface ImageContent {
  /** The outermost manifest's. */
  readonly digest: string;
  /** The outermost first. */
  readonly manifests: readonly Manifest[];
  /** Configurations; a registry serves them as blobs. */
  readonly configs: readonly Manifest[];
  /** Digests of layers: named by the manifests, but the sandbox keeps no layers. */
  readonly layers: readonly string[];
}

const made = new Map<string, ImageContent>();

/** The content of an image: for several architectures an index and one manifest each, for one the manifest alone. */
export function imageContent(image: CataloguedImage): ImageContent {
  const key = `${image.repository}:${image.build}`;
  const known = made.get(key) ?? build(image);
  made.set(key, known);
  return known;
}

function build(image: CataloguedImage): ImageContent {
  const children = image.architectures.map((architecture) => child(image, architecture));
  const configs = children.map(({ config }) => config);
  const layers = children.flatMap((one) => one.layers);
  const [only] = children;
  if (children.length === 1 && only)
    return { digest: only.manifest.digest, manifests: [only.manifest], configs, layers };
  const index = sealed(OCI_INDEX, {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: children.map(({ architecture, manifest }) => ({
      mediaType: OCI_MANIFEST,
      digest: manifest.digest,
      size: manifest.text.length,
      platform: { architecture, os: "linux", ...(architecture === "arm64" && { variant: "v8" }) },
    })),
  });
  return { digest: index.digest, manifests: [index, ...children.map(({ manifest }) => manifest)], configs, layers };
}

function child(image: CataloguedImage, architecture: string) {
  const name = `${image.repository}:${image.build}`;
  const layer = (part: string, share: number) => ({
    mediaType: OCI_LAYER,
    digest: `sha256:${stableHex(64, name, architecture, part)}`,
    size: Math.round(image.sizeBytes * share),
  });
  const layers = [layer("base", 0.62), layer("dependencies", 0.33), layer("application", 0.05)];
  const digests = layers.map(({ digest }) => digest);
  const text = imageConfig(image, architecture, digests);
  const config = { digest: digestOf(text), mediaType: OCI_CONFIG, text };
  const manifest = sealed(OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: OCI_CONFIG, digest: config.digest, size: text.length },
    layers,
    annotations: { "org.opencontainers.image.version": image.build },
  });
  return { architecture, manifest, config, layers: digests };
}

const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

function sealed(mediaType: string, content: unknown): Manifest {
  const text = JSON.stringify(content, null, 2);
  return { digest: digestOf(text), mediaType, text };
}
