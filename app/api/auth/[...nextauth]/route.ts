import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readBody } from "@/lib/auth/body";
import { authOptions } from "@/lib/auth/next-auth";
import { toPublicError } from "@/lib/auth/public-error";
import { HTTP_STATUS } from "@/lib/errors";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** A CSRF token and an address to go to. */
const MAX_BODY_BYTES = 16_000;

const handler = (request: NextRequest, context: Context): Promise<Response> =>
  NextAuth(request as never, context as never, authOptions()) as Promise<Response>;

/** next-auth reads a body whole, so it is given one that was bounded. */
async function bounded(request: NextRequest, context: Context): Promise<Response> {
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    return await handler(new NextRequest(request.url, { method: "POST", headers: request.headers, body }), context);
  } catch (error) {
    const shown = toPublicError(error, "POST /api/auth");
    return Response.json({ error: shown }, { status: HTTP_STATUS[shown.code] });
  }
}

export { bounded as POST, handler as GET };
