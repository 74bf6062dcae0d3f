/**
 * Where to go after signing in: a path of this site, or "/". `//evil`, `/\evil`, `https:` and control characters
 * (which browsers drop before they read the address) lead elsewhere and are refused.
 */
export function safeNextPath(next: unknown): string {
  if (typeof next !== "string" || next.length > 2_000 || !next.startsWith("/")) return "/";
  const base = "http://same.invalid";
  try {
    const url = new URL(next, base);
    if (url.origin !== base || /[\\\p{Cc}]/u.test(next) || next.startsWith("//") || url.pathname.startsWith("//")) {
      return "/";
    }
    return `${url.pathname}${url.search}`;
  } catch {
    return "/";
  }
}
