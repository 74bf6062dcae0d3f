import { CATALOGUE, type CataloguedImage, PLAIN_SERVER, PUBLIC_IMAGES, PUBLIC_TAG } from "./catalogue";
import type { Kernel } from "./kernel";
import { imageIndex, type Manifest } from "./manifests";
import type { ImageBehaviour, Images, Place } from "./seams";
import { stableHex } from "./stable-id";

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: number;
}

export interface PushedImage extends CataloguedImage {
  readonly digest: string;
  readonly pushedAt: number;
  readonly lastPulledAt?: number;
  readonly manifests: readonly Manifest[];
}

/** The image registry: an account's ECR repositories, and Docker Hub as far as this data centre knows it. */
export interface Registry extends Images {
  repositories(place: Place): readonly Repository[];
  /** Newest push first; undefined when the account has no such repository. */
  images(place: Place, repository: string): readonly PushedImage[] | undefined;
}

const DAY = 86_400_000;

/** Throws nothing: what cannot be pulled is an answer, in the words of the agent that pulls. */
export function createRegistry(kernel: Kernel): Registry {
  // The day the pushes are counted back from; kept, so that a restart does not move them.
  const began = kernel.slice("registry.began", () => ({ at: kernel.now() })).at;
  const pushed: readonly PushedImage[] = CATALOGUE.map((entry) => {
    const { digest, manifests } = imageIndex(entry);
    return { ...entry, digest, manifests, pushedAt: Math.round((began - entry.pushedDaysAgo * DAY) / 1000) * 1000 };
  });
  const names = [...new Set(CATALOGUE.map((entry) => entry.repository))].sort();
  const newest = (repository: string) =>
    pushed.filter((image) => image.repository === repository).sort((a, b) => b.pushedAt - a.pushedAt);

  const known = (repository: string, wanted: Reference): PushedImage | undefined =>
    pushed.find(
      (image) =>
        image.repository === repository &&
        (wanted.digest === undefined
          ? image.tags.includes(wanted.tag)
          : image.digest === wanted.digest || image.manifests.some((manifest) => manifest.digest === wanted.digest)),
    );

  return {
    repositories: (place) =>
      names.map((name) => ({
        name,
        arn: `arn:aws:ecr:${place.region}:${place.account}:repository/${name}`,
        uri: `${registryHost(place)}/${name}`,
        createdAt: began - 90 * DAY,
      })),

    images: (_place, repository) => (names.includes(repository) ? newest(repository) : undefined),

    find(place, text) {
      const wanted = parseReference(text);
      if (!wanted) return { pullError: cannotPull(`invalid reference format: ${text}`) };
      const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(wanted.registry);
      if (ecr && ecr[1] !== place.account) {
        return {
          pullError: cannotPull(
            `pull image manifest has been retried 1 time(s): failed to resolve ref ${text}: unexpected status from HEAD request to https://${wanted.registry}/v2/${wanted.name}/manifests/${wanted.tag}: 403 Forbidden`,
          ),
        };
      }
      if (ecr || wanted.registry === "docker.io") {
        if (names.includes(wanted.name)) {
          const image = known(wanted.name, wanted);
          return image ? behaviourOf(image) : { pullError: notFound(text) };
        }
        const common = PUBLIC_IMAGES[wanted.name];
        if (common && !ecr) {
          return wanted.digest !== undefined || PUBLIC_TAG.test(wanted.tag)
            ? plain(text, common)
            : { pullError: notFound(text) };
        }
        if (ecr) return { pullError: notFound(text) };
      }
      return plain(text, PLAIN_SERVER);
    },
  };
}

export const registryHost = (place: Place): string => `${place.account}.dkr.ecr.${place.region}.amazonaws.com`;

interface Reference {
  readonly registry: string;
  readonly name: string;
  readonly tag: string;
  readonly digest?: string;
}

/** Reads `[registry/]name[:tag][@digest]` as Docker does: a first part with a dot, a colon or "localhost" is a host. */
export function parseReference(text: string): Reference | undefined {
  const parts = /^(?:([^/@]+)\/)?([^@]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(text);
  if (!parts) return undefined;
  const [, first, rest = "", tag = "latest", digest] = parts;
  const isHost = first !== undefined && (/[.:]/.test(first) || first === "localhost");
  const path = first === undefined || isHost ? rest : `${first}/${rest}`;
  if (!/^[a-z0-9]+([._/-]+[a-z0-9]+)*$/.test(path)) return undefined;
  const registry =
    isHost && first !== undefined ? first.replace(/^(index|registry-1)\.docker\.io$/, "docker.io") : "docker.io";
  const name = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  return { registry, name, tag, ...(digest === undefined ? {} : { digest }) };
}

function behaviourOf(image: PushedImage): ImageBehaviour {
  return { ...image.behaviour, digest: image.digest, architectures: image.architectures };
}

function plain(text: string, behaviour: CataloguedImage["behaviour"]): ImageBehaviour {
  return { ...behaviour, digest: `sha256:${stableHex(64, text)}`, architectures: ["amd64", "arm64"] };
}

const cannotPull = (why: string): string => `CannotPullContainerError: ${why}`;

const notFound = (text: string): string =>
  cannotPull(`pull image manifest has been retried 1 time(s): failed to resolve ref ${text}: ${text}: not found`);
