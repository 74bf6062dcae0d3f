import type { ImageBehaviour } from "./seams";

/** One pushed image: what the registry says of it and how its container behaves. */
export interface CataloguedImage {
  readonly repository: string;
  /** What was built: the version its configuration names. */
  readonly build: string;
  /** None once another image has taken them. */
  readonly tags: readonly string[];
  readonly architectures: readonly ("amd64" | "arm64")[];
  /** Days before the world began. */
  readonly pushedDaysAgo: number;
  readonly sizeBytes: number;
  readonly behaviour: Omit<ImageBehaviour, "digest" | "architectures">;
}

type Behaviour = CataloguedImage["behaviour"];

const BOTH = ["amd64", "arm64"] as const;

const ORDERS: Behaviour = { port: 8080, startSeconds: 4, healthStatus: 200, cpuMillisPerRequest: 12, memoryMiB: 180 };
const CATALOG: Behaviour = { port: 8080, startSeconds: 3, healthStatus: 200, cpuMillisPerRequest: 6, memoryMiB: 140 };
const PAYMENTS: Behaviour = { port: 3000, startSeconds: 6, healthStatus: 200, cpuMillisPerRequest: 22, memoryMiB: 260 };

const CRASH_LINES = [
  "orders 1.6.0 starting, node v20.19.0, pid 1",
  "reading configuration from the environment",
  'ERROR configuration is not complete {"missing":["DATABASE_URL"]}',
  "Error: DATABASE_URL is not set",
];

function image(
  name: string,
  tags: string,
  pushedDaysAgo: number,
  behaviour: Behaviour,
  megabytes: number,
  architectures: CataloguedImage["architectures"] = BOTH,
): CataloguedImage {
  const [build = "", ...more] = tags.split(" ");
  return {
    repository: `acme/${name}`,
    build,
    tags: [build, ...more],
    architectures,
    pushedDaysAgo,
    sizeBytes: Math.round(megabytes * 1_048_576),
    behaviour,
  };
}

/** A build whose tag another image has now: pushed under it first, then built anew. */
const untagged = (...of: Parameters<typeof image>): CataloguedImage => ({ ...image(...of), tags: [] });

/** What the team has pushed so far, oldest first in each repository. */
export const CATALOGUE: readonly CataloguedImage[] = [
  // Tags that moved. The older image is past what the repository keeps, the other will be in a few days.
  untagged("orders", "1.5.0-first", 30.5, ORDERS, 74.0),
  untagged("orders", "1.5.1-first", 11.2, ORDERS, 74.1),
  image("orders", "1.4.0", 61.4, ORDERS, 71.2),
  image("orders", "1.4.1", 54.1, ORDERS, 71.2),
  image("orders", "1.4.2", 40.3, ORDERS, 71.9),
  image("orders", "1.5.0", 21.2, { ...ORDERS, cpuMillisPerRequest: 14 }, 74.0),
  image("orders", "1.5.1 latest", 9.6, { ...ORDERS, cpuMillisPerRequest: 13 }, 74.1),
  image("orders", "1.6.0", 4.2, { ...ORDERS, crash: { afterSeconds: 3, exitCode: 1, lines: CRASH_LINES } }, 75.3),
  image("orders", "1.7.0", 2.1, { ...ORDERS, healthStatus: 503 }, 75.5),
  image("orders", "1.8.0", 0.7, { ...ORDERS, startSeconds: 150 }, 78.8),
  image("catalog", "2.0.0", 80.2, CATALOG, 48.0),
  image("catalog", "2.1.0", 33.7, CATALOG, 48.6),
  image("catalog", "2.1.1 latest", 12.4, CATALOG, 48.6),
  image("catalog", "2.2.0-arm64", 3.3, CATALOG, 46.9, ["arm64"]),
  image("payments", "3.0.0", 70.9, PAYMENTS, 102.4),
  image("payments", "3.1.0", 26.5, PAYMENTS, 104.0),
  image("payments", "3.1.1 latest", 8.8, PAYMENTS, 104.1),
  image("payments", "3.1.2-amd64", 5.6, PAYMENTS, 103.8, ["amd64"]),
  image("payments", "3.2.0", 1.9, { ...PAYMENTS, outOfMemory: true }, 118.7),
];

/** Docker Hub's own images this registry knows, with the tags it has of them (`true`: every tag like 1.27 or 1.27-alpine). */
export const PUBLIC_IMAGES: Readonly<Record<string, Behaviour>> = {
  "library/nginx": { port: 80, startSeconds: 1, healthStatus: 200, cpuMillisPerRequest: 1, memoryMiB: 12 },
  "library/httpd": { port: 80, startSeconds: 1, healthStatus: 200, cpuMillisPerRequest: 1.5, memoryMiB: 24 },
  "library/caddy": { port: 80, startSeconds: 1, healthStatus: 200, cpuMillisPerRequest: 1, memoryMiB: 28 },
};

/** A tag those images have: latest, a flavour, or a version with or without one. */
export const PUBLIC_TAG = /^(latest|stable|mainline|alpine|\d+(\.\d+){0,2}(-(alpine|bookworm|slim))?)$/;

/** The tags a public repository lists; others that PUBLIC_TAG knows exist too. */
export const PUBLIC_TAGS =
  "1 1.27 1.27.4 1.28 1.28.0 1.29 1.29-alpine 1.29.3 1.29.3-alpine alpine latest mainline stable".split(" ");

/** The build a moving tag stands for today. */
const MOVING: Readonly<Record<string, string>> = {
  "1": "1.29.3",
  "1.29": "1.29.3",
  "1.28": "1.28.0",
  "1.27": "1.27.4",
  "1.29-alpine": "1.29.3-alpine",
  alpine: "1.29.3-alpine",
  latest: "1.29.3",
  mainline: "1.29.3",
  stable: "1.28.0",
};

/** One of Docker Hub's own images; undefined for a name or tag it does not have. */
export function publicImage(repository: string, tag: string): CataloguedImage | undefined {
  const behaviour = Object.hasOwn(PUBLIC_IMAGES, repository) ? PUBLIC_IMAGES[repository] : undefined;
  if (!behaviour || !PUBLIC_TAG.test(tag)) return undefined;
  const build = Object.hasOwn(MOVING, tag) ? (MOVING[tag] ?? tag) : tag;
  return {
    repository,
    build,
    tags: [tag],
    architectures: BOTH,
    pushedDaysAgo: 12,
    sizeBytes: build.endsWith("alpine") ? 21_400_000 : 72_300_000,
    behaviour,
  };
}

/** A container nobody catalogued: a small HTTP server on whichever port its task definition maps. */
export const PLAIN_SERVER: Behaviour = {
  port: 0,
  startSeconds: 2,
  healthStatus: 200,
  cpuMillisPerRequest: 8,
  memoryMiB: 96,
};
