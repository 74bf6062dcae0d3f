import { type NextRequest, NextResponse } from "next/server";

/**
 * Tells a page its own address, so that signing in leads back to it. It protects nothing: every page, action and route
 * checks the session itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-slipway-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!api/|_next/|icon.svg).*)"] };
