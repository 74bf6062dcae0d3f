import { createHash } from "node:crypto";
import type { CataloguedImage } from "./catalogue";
import { stableHex } from "./stable-id";

export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

/** One manifest as the registry serves it: its bytes decide its digest. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

/**
 * The manifests of an image: for several architectures an index and one manifest each, for one the manifest alone.
 * `digest` is the outermost one's; `manifests` starts with it.
 */
export function imageIndex(image: CataloguedImage): { digest: string; manifests: Manifest[] } {
  const children = image.architectures.map((architecture) => ({ architecture, manifest: child(image, architecture) }));
  const [only] = children;
  if (children.length === 1 && only) return { digest: only.manifest.digest, manifests: [only.manifest] };
  const index = sealed(OCI_INDEX, {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: children.map(({ architecture, manifest }) => ({
      mediaType: OCI_MANIFEST,
      digest: manifest.digest,
      size: manifest.text.length,
      platform: { architecture, os: "linux" },
    })),
  });
  return { digest: index.digest, manifests: [index, ...children.map(({ manifest }) => manifest)] };
}

function child(image: CataloguedImage, architecture: string): Manifest {
  const name = `${image.repository}:${image.tags[0]}`;
  const layer = (part: string, share: number) => ({
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
    digest: `sha256:${stableHex(64, name, architecture, part)}`,
    size: Math.round(image.sizeBytes * share),
  });
  return sealed(OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: OCI_CONFIG, digest: `sha256:${stableHex(64, name, architecture, "config")}`, size: 7023 },
    layers: [layer("base", 0.62), layer("dependencies", 0.33), layer("application", 0.05)],
    annotations: { "org.opencontainers.image.version": image.tags[0] },
  });
}

function sealed(mediaType: string, content: unknown): Manifest {
  const text = JSON.stringify(content, null, 2);
  return { digest: `sha256:${createHash("sha256").update(text).digest("hex")}`, mediaType, text };
}
