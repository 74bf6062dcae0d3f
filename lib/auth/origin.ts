/**
 * Whether a request that writes came from a page of this site. Browsers send `Origin` with every POST; one without it,
 * or from another host, is refused.
 */
export function sameOrigin(headers: Pick<Headers, "get">): boolean {
  const origin = headers.get("origin");
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  if (!origin || !host || headers.get("sec-fetch-site") === "cross-site") return false;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
