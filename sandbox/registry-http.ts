import type { Accounts } from "./accounts";
import { readPass } from "./wire/registry-pass";
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type WireRequest } from "./wire/request";
import type { ImageContent, Manifest } from "./world/manifests";

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A registry as the protocol sees it: Docker Hub, or one account's ECR in one Region. */
interface Shelf {
  image(name: string, reference: string): ImageContent | undefined;
  tags(name: string): readonly string[] | undefined;
  contents(name: string): readonly ImageContent[];
}

const TOKEN_SECONDS = 300;
const HUB_MARK = "hub:";

/** Whether a request is a container registry's: the OCI distribution API, or Docker Hub's token service. */
export const isRegistryRequest = (url: string): boolean => /^\/(v2(\/|$)|token(\?|$))/.test(url);

/**
 * The OCI distribution API, reading only ("Pull" of the OCI distribution spec). Without credentials it stands for Docker
 * Hub, with its anonymous tokens; with the user and password of ecr:GetAuthorizationToken for that account's ECR.
 * `wall` is the host's clock, ms.
 */
export function answerRegistry(request: WireRequest, accounts: Accounts, wall: number): RegistryAnswer {
  const url = new URL(request.url, "http://localhost");
  const origin = `http://${request.headers.host ?? "localhost"}`;
  if (request.method !== "GET" && request.method !== "HEAD")
    return failure(405, "UNSUPPORTED", "The operation is unsupported.");
  if (url.pathname === "/token") return token(url, wall);

  const path = /^\/v2\/(?:(.+)\/(manifests|blobs|tags)\/([^/]+))?$/.exec(url.pathname.replace(/^\/v2$/, "/v2/"));
  const [, name = "", kind = "", reference = ""] = path ?? [];
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const password = basic
    ? Buffer.from(basic, "base64").toString("utf8").replace(/^AWS:/, "")
    : url.searchParams.get("pass");
  const shelf = password ? ecrShelf(password, accounts, wall) : hubShelf(request, accounts, name, wall);
  if (!shelf) return unauthorized(origin, name, password !== null && password !== undefined);
  if (!path) return failure(404, "NOT_FOUND", "404 page not found");
  if (name === "") return json(200, {});
  const answer =
    kind === "tags"
      ? tags(shelf, name, url, origin)
      : kind === "manifests"
        ? manifest(shelf, name, reference)
        : blob(shelf, name, reference);
  return request.method === "HEAD" ? { ...answer, body: "" } : answer;
}

function token(url: URL, wall: number): RegistryAnswer {
  const scope = url.searchParams.get("scope") ?? "";
  const text = Buffer.from(`${HUB_MARK}${wall + TOKEN_SECONDS * 1000}:${scope}`).toString("base64url");
  return json(200, {
    token: text,
    access_token: text,
    expires_in: TOKEN_SECONDS,
    issued_at: new Date(wall).toISOString(),
  });
}

/** Docker Hub for who has an unexpired token of this repository; "" is the base path, for which any token will do. */
function hubShelf(request: WireRequest, accounts: Accounts, name: string, wall: number): Shelf | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const [, until, scope = ""] =
    new RegExp(`^${HUB_MARK}(\\d+):(.*)$`).exec(Buffer.from(bearer, "base64url").toString("utf8")) ?? [];
  if (until === undefined || Number(until) <= wall) return undefined;
  if (name !== "" && !scope.split(" ").some((one) => /^repository:(.+):(.*,)?pull(,|$)/.exec(one)?.[1] === name))
    return undefined;
  const { hub } = accounts.get(DEFAULT_ACCOUNT).centre.world.registry;
  return {
    image: hub.image,
    tags: hub.tags,
    contents: (repository) => (hub.tags(repository) ?? []).flatMap((tag) => hub.image(repository, tag) ?? []),
  };
}

function ecrShelf(password: string, accounts: Accounts, wall: number): Shelf | undefined {
  const pass = readPass(password);
  if (!pass || pass.until <= wall) return undefined;
  const account = accounts.get(pass.account);
  account.sync();
  const { registry } = account.centre.world;
  const images = (name: string) => registry.images(pass, name);
  return {
    image: (name, reference) =>
      images(name)?.find(
        (image) => image.tags.includes(reference) || image.manifests.some(({ digest }) => digest === reference),
      ),
    tags: (name) =>
      images(name)
        ?.flatMap((image) => image.tags)
        .sort(),
    contents: (name) => images(name) ?? [],
  };
}

function manifest(shelf: Shelf, name: string, reference: string): RegistryAnswer {
  const image = shelf.image(name, reference);
  const digest = reference.startsWith("sha256:") ? reference : image?.digest;
  const found = image?.manifests.find((one) => one.digest === digest);
  if (found) return content(found);
  if (!shelf.tags(name)) return failure(404, "NAME_UNKNOWN", "repository name not known to registry", { name });
  return failure(404, "MANIFEST_UNKNOWN", "manifest unknown", { Tag: reference });
}

function blob(shelf: Shelf, name: string, digest: string): RegistryAnswer {
  const all = shelf.contents(name);
  const found = all.flatMap(({ configs }) => configs).find((one) => one.digest === digest);
  if (found) return content(found, "application/octet-stream");
  const layer = all.some(({ layers }) => layers.includes(digest));
  return failure(
    404,
    "BLOB_UNKNOWN",
    layer ? "the sandbox keeps configurations, but no layers" : "blob unknown to registry",
    { digest },
  );
}

function tags(shelf: Shelf, name: string, url: URL, origin: string): RegistryAnswer {
  const all = shelf.tags(name);
  if (!all) return failure(404, "NAME_UNKNOWN", "repository name not known to registry", { name });
  const last = url.searchParams.get("last") ?? "";
  const count = Math.max(1, Number(url.searchParams.get("n") ?? 1000) || 1000);
  const left = all.filter((tag) => tag > last);
  const page = left.slice(0, count);
  const next = left.length > page.length ? `${origin}/v2/${name}/tags/list?n=${count}&last=${page.at(-1)}` : undefined;
  const answer = json(200, { name, tags: page });
  return next ? { ...answer, headers: { ...answer.headers, link: `<${next}>; rel="next"` } } : answer;
}

function content({ digest, mediaType, text }: Manifest, type = mediaType): RegistryAnswer {
  return {
    status: 200,
    headers: {
      "content-type": type,
      "docker-content-digest": digest,
      "docker-distribution-api-version": "registry/2.0",
      etag: `"${digest}"`,
      "content-length": String(Buffer.byteLength(text)),
    },
    body: text,
  };
}

function unauthorized(origin: string, name: string, isEcr: boolean): RegistryAnswer {
  const answer = isEcr
    ? failure(401, "DENIED", "Your authorization token has expired. Reauthenticate and try again.")
    : failure(401, "UNAUTHORIZED", "authentication required", [
        { Type: "repository", Class: "", Name: name, Action: "pull" },
      ]);
  const scope = name === "" ? "" : `,scope="repository:${name}:pull"`;
  const challenge = isEcr
    ? `Basic realm="https://${DEFAULT_ACCOUNT}.dkr.ecr.${DEFAULT_REGION}.amazonaws.com/",service="ecr.amazonaws.com"`
    : `Bearer realm="${origin}/token",service="registry.docker.io"${scope}`;
  return { ...answer, headers: { ...answer.headers, "www-authenticate": challenge } };
}

const failure = (status: number, code: string, message: string, detail?: unknown): RegistryAnswer =>
  json(status, { errors: [{ code, message, ...(detail !== undefined && { detail }) }] });

function json(status: number, value: unknown): RegistryAnswer {
  const body = JSON.stringify(value);
  return {
    status,
    headers: {
      "content-type": "application/json",
      "docker-distribution-api-version": "registry/2.0",
      "content-length": String(Buffer.byteLength(body)),
    },
    body,
  };
}
