import { CATALOGUE, type CataloguedImage, PLAIN_SERVER, PUBLIC_IMAGES, PUBLIC_TAGS, publicImage } from "./catalogue";
import type { Kernel } from "./kernel";
import { expiring, type LifecycleRule, readLifecyclePolicy } from "./lifecycle-policy";
import { type ImageContent, imageContent } from "./manifests";
import { type ImageBehaviour, type Images, type Place, placeKey } from "./seams";
import type { Tags } from "./shelf";
import { stableHex } from "./stable-id";

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: number;
  readonly tags: Tags;
}

export interface PushedImage extends CataloguedImage, ImageContent {
  readonly pushedAt: number;
}

export interface LifecyclePolicy {
  readonly text: string;
  readonly rules: readonly LifecycleRule[];
  /** When it was last evaluated, ms. */
  readonly evaluatedAt: number;
}

/** The image registry: an account's ECR repositories, and Docker Hub as far as this data centre knows it. */
export interface Registry extends Images {
  repositories(place: Place): readonly Repository[];
  /** Answers undefined when there is one of that name. */
  createRepository(place: Place, name: string, tags: Tags): Repository | undefined;
  removeRepository(place: Place, name: string): void;
  /** Newest push first, without what the lifecycle policy has expired; undefined when there is no such repository. */
  images(place: Place, repository: string): readonly PushedImage[] | undefined;
  lifecycle(place: Place, repository: string): LifecyclePolicy | undefined;
  /** Undefined takes the policy away. Throws ECR's error on a policy it would refuse. */
  setLifecycle(place: Place, repository: string, text: string | undefined): void;
  /** Keeps a policy's text to be tried. Throws ECR's error on one it would refuse. */
  startPreview(place: Place, repository: string, text: string): void;
  /** The images the text to be tried would expire, each with its rule; undefined when none was started. */
  preview(
    place: Place,
    repository: string,
  ): { readonly text: string; readonly expiring: Map<PushedImage, LifecycleRule> } | undefined;
  /** What Docker Hub has under a name, by tag or digest. */
  hub: {
    image(repository: string, reference: string): ImageContent | undefined;
    tags(repository: string): readonly string[] | undefined;
  };
}

interface Kept {
  /** Made by CreateRepository. */
  made: Record<string, { createdAt: number; tags: Tags }>;
  /** The catalogue's, deleted. */
  removed: string[];
  /** By repository; null where there is none any more. */
  policies: Record<string, string | null>;
  /** Policies being tried, by repository. */
  previews: Record<string, string>;
}

const DAY = 86_400_000;

/** What acme/orders keeps: images without a tag for two weeks. */
const ORDERS_POLICY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: "Expire images without a tag after 14 days",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      action: { type: "expire" },
    },
  ],
});

/** Throws nothing but ECR's errors: what cannot be pulled is an answer, in the words of the agent that pulls. */
export function createRegistry(kernel: Kernel): Registry {
  // The day the pushes are counted back from; kept, so that a restart does not move them.
  const began = kernel.slice("registry.began", () => ({ at: kernel.now() })).at;
  const home = kernel.slice<Record<string, Kept>>("registry", () => ({}));
  const of = (place: Place): Kept => {
    home[placeKey(place)] ??= { made: {}, removed: [], policies: { "acme/orders": ORDERS_POLICY }, previews: {} };
    return home[placeKey(place)] as Kept;
  };
  const pushed: readonly PushedImage[] = CATALOGUE.map((entry) => ({
    ...entry,
    ...imageContent(entry),
    pushedAt: Math.round((began - entry.pushedDaysAgo * DAY) / 1000) * 1000,
  }));
  const catalogued = [...new Set(CATALOGUE.map((entry) => entry.repository))].sort();
  const newest = (repository: string) =>
    pushed.filter((image) => image.repository === repository).sort((a, b) => b.pushedAt - a.pushedAt);
  const lifecycle = (place: Place, repository: string): LifecyclePolicy | undefined => {
    const text = of(place).policies[repository];
    return text ? { text, rules: readLifecyclePolicy(text), evaluatedAt: kernel.now() } : undefined;
  };
  const has = (place: Place, name: string): boolean => {
    const { made, removed } = of(place);
    return Object.hasOwn(made, name) || (catalogued.includes(name) && !removed.includes(name));
  };
  const images = (place: Place, repository: string): PushedImage[] | undefined => {
    if (!has(place, repository)) return undefined;
    if (Object.hasOwn(of(place).made, repository)) return [];
    const gone = expiring(lifecycle(place, repository)?.rules ?? [], newest(repository), kernel.now());
    return newest(repository).filter((image) => !gone.has(image));
  };
  const known = (among: readonly PushedImage[], { digest, tag }: Reference): PushedImage | undefined =>
    among.find((image) =>
      digest === undefined ? image.tags.includes(tag) : image.manifests.some((manifest) => manifest.digest === digest),
    );
  const describe = (place: Place, name: string): Repository => ({
    name,
    arn: `arn:aws:ecr:${place.region}:${place.account}:repository/${name}`,
    uri: `${registryHost(place)}/${name}`,
    createdAt: of(place).made[name]?.createdAt ?? began - 90 * DAY,
    tags: of(place).made[name]?.tags ?? {},
  });

  return {
    repositories: (place) =>
      [...catalogued, ...Object.keys(of(place).made)]
        .filter((name, index, all) => has(place, name) && all.indexOf(name) === index)
        .sort()
        .map((name) => describe(place, name)),
    createRepository(place, name, tags) {
      if (has(place, name)) return undefined;
      of(place).made[name] = { createdAt: kernel.now(), tags };
      return describe(place, name);
    },
    removeRepository(place, name) {
      const kept = of(place);
      delete kept.made[name];
      delete kept.policies[name];
      if (catalogued.includes(name)) kept.removed.push(name);
    },
    images,
    lifecycle,
    setLifecycle(place, repository, text) {
      if (text !== undefined) readLifecyclePolicy(text);
      of(place).policies[repository] = text ?? null;
    },
    startPreview(place, repository, text) {
      readLifecyclePolicy(text);
      of(place).previews[repository] = text;
    },
    preview(place, repository) {
      const text = of(place).previews[repository];
      if (text === undefined) return undefined;
      return {
        text,
        expiring: expiring(readLifecyclePolicy(text), images(place, repository) ?? [], kernel.now()),
      };
    },

    hub: {
      image(repository, reference) {
        const wanted = reference.startsWith("sha256:") ? { digest: reference, tag: "" } : { tag: reference };
        if (catalogued.includes(repository)) return known(newest(repository), { registry: "", name: "", ...wanted });
        const tags = "digest" in wanted ? PUBLIC_TAGS : [reference];
        return tags
          .flatMap((tag) => publicImage(repository, tag) ?? [])
          .map(imageContent)
          .find(({ manifests }) => !("digest" in wanted) || manifests.some(({ digest }) => digest === reference));
      },
      tags: (repository) =>
        catalogued.includes(repository)
          ? newest(repository)
              .flatMap(({ tags }) => tags)
              .sort()
          : Object.hasOwn(PUBLIC_IMAGES, repository)
            ? PUBLIC_TAGS
            : undefined,
    },

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
      if (ecr) {
        const image = known(
          images({ account: place.account, region: ecr[2] ?? place.region }, wanted.name) ?? [],
          wanted,
        );
        return image ? behaviourOf(image) : { pullError: notFound(text) };
      }
      if (wanted.registry === "docker.io" && catalogued.includes(wanted.name)) {
        const image = known(newest(wanted.name), wanted);
        return image ? behaviourOf(image) : { pullError: notFound(text) };
      }
      if (wanted.registry === "docker.io" && Object.hasOwn(PUBLIC_IMAGES, wanted.name)) {
        const image = publicImage(wanted.name, wanted.digest === undefined ? wanted.tag : "latest");
        if (!image) return { pullError: notFound(text) };
        const digest = wanted.digest ?? imageContent(image).digest;
        return { ...image.behaviour, digest, architectures: image.architectures };
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
