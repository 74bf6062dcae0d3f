import { type Got, getBounded } from "./get-bounded";
import { MANIFEST_TYPES, readConfiguration, readManifest } from "./manifest";
import { apiHost, isDockerHub } from "./public-host";
import type { ImageManifest, Registries } from "./types";

/** `private`: the registry gives it to nobody without a password, or hides that it is not there. */
export type PublicImage = ImageManifest | "private" | null | undefined;

/** What a digest names never changes, so it is read once; a bound on how much is kept. */
const known = new Map<string, Omit<ImageManifest, "digest">>();
const KEPT = 500;

/**
 * Looks an image up in a registry without a password, over the OCI distribution API; null when it is not there, undefined
 * for a registry that Slipway does not go to. The tag is asked by HEAD, which Docker Hub does not count as a pull.
 * Rejects with plain words when the registry does not answer.
 * Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export async function readPublicImage(
  { sandbox, internet }: Registries,
  registry: string,
  name: string,
  reference: string,
): Promise<PublicImage> {
  const host = apiHost(registry);
  const isHub = isDockerHub(registry);
  const origin = sandbox ? (isHub ? sandbox : undefined) : internet && host ? `https://${host}` : undefined;
  if (origin === undefined) return undefined;
  const repository = isHub && !name.includes("/") ? `library/${name}` : name;
  const get = signedIn(origin, repository, sandbox);

  const accept = MANIFEST_TYPES.join(", ");
  const head = await get(`manifests/${reference}`, accept, "HEAD");
  if (head.status === 404) return null;
  if (head.status === 401 || head.status === 403) return "private";
  if (head.status === 429) throw new Error(`${registry} wants fewer questions just now`);
  if (head.status !== 200) throw new Error(`${registry} answered ${head.status}`);
  const digest = String(head.headers["docker-content-digest"] ?? (reference.startsWith("sha256:") ? reference : ""));
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${registry} named no digest`);

  const key = `${origin}/${repository}@${digest}`;
  const before = known.get(key);
  if (before) return { ...before, digest };
  const content = await contentOf(async (path, type) => {
    const answer = await get(path, type);
    if (answer.status !== 200) throw new Error(`${registry} answered ${answer.status}`);
    return answer;
  }, reference);
  // The tag may have moved in between.
  if (content.digest !== undefined && content.digest !== digest) return { ...content, digest: content.digest };
  if (known.size >= KEPT) known.delete(known.keys().next().value ?? "");
  known.set(key, content);
  return { ...content, digest };
}

async function contentOf(read: (path: string, accept: string) => Promise<Got>, reference: string) {
  const manifest = (of: string) => read(`manifests/${of}`, MANIFEST_TYPES.join(", "));
  const whole = await manifest(reference);
  const top = readManifest(whole.body);
  const digest = whole.headers["docker-content-digest"]?.toString();
  const [child] = top.children;
  const config = child ? readManifest((await manifest(child.digest)).body).config : top.config;
  const named = top.children.map(({ platform }) => platform);
  if (config === undefined) return { digest, platforms: [...new Set(named)] };
  const { platform, ports } = readConfiguration((await read(`blobs/${config}`, "*/*")).body);
  return { digest, platforms: child ? [...new Set(named)] : platform ? [platform] : [], ports };
}

/** Requests of one repository; the first 401 is answered with an anonymous token, as every client does. */
function signedIn(origin: string, repository: string, trusted: string | undefined) {
  let token: string | undefined;
  return async (path: string, accept: string, method: "GET" | "HEAD" = "GET"): Promise<Got> => {
    const ask = () =>
      getBounded(`${origin}/v2/${repository}/${path}`, {
        method,
        trusted,
        headers: { accept, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      });
    const answer = await ask();
    if (answer.status !== 401 || token !== undefined) return answer;
    token = await anonymousToken(String(answer.headers["www-authenticate"] ?? ""), repository, trusted);
    return token === undefined ? answer : ask();
  };
}

/** https://distribution.github.io/distribution/spec/auth/token */
async function anonymousToken(challenge: string, repository: string, trusted: string | undefined) {
  if (!/^bearer /i.test(challenge)) return undefined;
  const part = (name: string) => new RegExp(`\\b${name}="([^"]*)"`, "i").exec(challenge)?.[1];
  const realm = part("realm");
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  const service = part("service");
  if (service) url.searchParams.set("service", service);
  url.searchParams.set("scope", part("scope") ?? `repository:${repository}:pull`);
  const { status, body } = await getBounded(url.href, { trusted });
  if (status !== 200) return undefined;
  const answer: unknown = JSON.parse(body);
  const record = typeof answer === "object" && answer !== null ? answer : {};
  const token = "token" in record ? record.token : "access_token" in record ? record.access_token : undefined;
  return typeof token === "string" ? token : undefined;
}
