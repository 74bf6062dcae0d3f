import { isRecord, recordAt, textAt, valueAt } from "@/lib/templates/json-values";

/** The media types of manifests that we can read; an index names one manifest a platform. */
export const MANIFEST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

const DIGEST = /^sha256:[0-9a-f]{64}$/;

export interface ReadManifest {
  /** Of an index: its manifests by processor, attestations left out. */
  readonly children: readonly { readonly digest: string; readonly platform: string }[];
  /** Of a plain manifest: the digest of its configuration. */
  readonly config?: string;
}

/** Reads a manifest or an index (OCI image spec, Docker schema 2). Anything else has neither children nor configuration. */
export function readManifest(text: string): ReadManifest {
  const manifest = parsed(text);
  const list = valueAt(manifest, "manifests");
  const children = (Array.isArray(list) ? list : []).filter(isRecord).flatMap((one) => {
    const [digest = "", platform = "unknown"] = [
      textAt(one, "digest"),
      textAt(recordAt(one, "platform"), "architecture"),
    ];
    return DIGEST.test(digest) && platform !== "unknown" ? [{ digest, platform }] : [];
  });
  const config = textAt(recordAt(manifest, "config"), "digest");
  return { children, config: config !== undefined && DIGEST.test(config) ? config : undefined };
}

/** Processor and EXPOSEd TCP ports of an image's configuration. */
export function readConfiguration(text: string): { readonly platform?: string; readonly ports: readonly number[] } {
  const configuration = parsed(text);
  const ports = Object.keys(recordAt(recordAt(configuration, "config"), "ExposedPorts")).flatMap((key) => {
    const [, port] = /^(\d{1,5})(?:\/tcp)?$/.exec(key) ?? [];
    return port === undefined ? [] : [Number(port)];
  });
  return { platform: textAt(configuration, "architecture"), ports: ports.sort((a, b) => a - b) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
