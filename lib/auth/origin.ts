type Asked = Pick<Headers, "get">;
interface Door {
  readonly sandboxSignIn: boolean;
}

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * Whether a request that writes came from a page of this site. Browsers send `Origin` with every POST; one without it,
 * or from another host, is refused.
 */
export function sameOrigin(headers: Asked, door: Door): boolean {
  const origin = headers.get("origin");
  const host = knownHost(headers, door);
  if (!origin || !host || headers.get("sec-fetch-site") === "cross-site") return false;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/**
 * The host a request was sent to, or null for one this console does not answer to. While anybody may sign in by a
 * button, that is loopback alone, and no proxy is believed: a page on the web may point a name of its own at 127.0.0.1
 * (DNS rebinding) and would then be "the same origin".
 */
export function knownHost(headers: Asked, { sandboxSignIn }: Door): string | null {
  const host = headers.get("host");
  if (!sandboxSignIn) return headers.get("x-forwarded-host") ?? host;
  try {
    return host && LOOPBACK.has(new URL(`http://${host}`).hostname) ? host : null;
  } catch {
    return null;
  }
}

/** As the nearest proxy tells it, for the audit; whoever asks can make it up, so nothing is decided by it. */
export const clientAddress = (headers: Asked): string | undefined =>
  headers.get("x-forwarded-for")?.split(",")[0]?.trim().slice(0, 100) || undefined;
