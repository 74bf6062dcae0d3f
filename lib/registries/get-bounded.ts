import { lookup as resolveName } from "node:dns";
import * as http from "node:http";
import * as https from "node:https";
import type { LookupFunction } from "node:net";
import { apiHost, isPublicAddress } from "./public-host";

export interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface GetOptions {
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  /** An origin of our own sandbox ("http://127.0.0.1:4566"): only it is reached without TLS and on a private address. */
  readonly trusted?: string;
  readonly signal?: AbortSignal;
}

const MAX_BYTES = 4_000_000;
const TIME_MS = 5_000;
const MAX_REDIRECTS = 3;

/**
 * GETs a text from a host of the internet that a person has named: https on port 443 only, never to a private address
 * (judged for the address that is connected to, so a name that changes in between gains nothing), redirects held to the
 * same, at most 4 MB and 5 s in all. Rejects with an Error in plain words.
 */
export async function getBounded(url: string, options: GetOptions = {}): Promise<Got> {
  const bound = AbortSignal.timeout(TIME_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, bound]) : bound;
  let [next, headers] = [url, options.headers ?? {}];
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await getOnce(allowed(next, options.trusted), { ...options, headers, signal });
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || !location) return answer;
    const target = new URL(location, next);
    // A token is for the host it was made for.
    if (target.host !== new URL(next).host) headers = withoutToken(headers);
    next = target.href;
  }
  throw new Error("it redirects too often");
}

const withoutToken = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization"));

function allowed(address: string, trusted: string | undefined): URL {
  const url = new URL(address);
  if (trusted !== undefined && url.origin === new URL(trusted).origin) return url;
  const refused =
    url.protocol !== "https:" || url.port !== "" || url.username !== "" || apiHost(url.hostname) === undefined;
  if (refused) throw new Error(`Slipway does not go to ${url.protocol}//${url.host}`);
  return url;
}

/** Resolves a name as usual, and refuses what lies inside a network. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    const inside = found.find(({ address }) => !isPublicAddress(address));
    if (inside || found.length === 0) return done(new Error(`${hostname} is not a host of the public internet`), []);
    const [first] = found;
    return options.all ? done(null, found) : done(null, first?.address ?? "", first?.family);
  });
};

function getOnce(url: URL, { method = "GET", headers, trusted, signal }: GetOptions): Promise<Got> {
  const isOwn = trusted !== undefined && url.origin === new URL(trusted).origin;
  const open = url.protocol === "https:" ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const request = open(url, { method, headers, signal, lookup: isOwn ? undefined : publicLookup }, (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > MAX_BYTES) request.destroy(new Error("its answer is too large"));
        else parts.push(part);
      });
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    request.on("error", (error) => reject(error.name === "AbortError" ? new Error("it does not answer") : error));
    request.end();
  });
}
