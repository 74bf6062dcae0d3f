import { type NextRequest, NextResponse } from "next/server";
import { knownHost } from "@/lib/auth/origin";
import { sandboxSignIn } from "@/lib/config";

const MISDIRECTED = 421;

/**
 * Tells a page its own address, so that signing in leads back to it, and turns away names that only lead to this
 * machine. It protects nothing by itself: every page, action and route checks the session, actions and routes the host.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!knownHost(request.headers, { sandboxSignIn: sandboxSignIn(process.env) })) {
    return new NextResponse(
      "Anybody may sign in to this practice console, so it answers to localhost and 127.0.0.1 only.\n",
      { status: MISDIRECTED, headers: { "content-type": "text/plain; charset=utf-8" } },
    );
  }
  const headers = new Headers(request.headers);
  headers.set("x-slipway-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!api/|_next/|icon.svg).*)"] };
