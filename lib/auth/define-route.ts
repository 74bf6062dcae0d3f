import "server-only";
import { unstable_rethrow } from "next/navigation";
import { HTTP_STATUS, SlipwayError } from "@/lib/errors";
import { type Runtime, runtime } from "@/lib/runtime";
import { knownHost, sameOrigin } from "./origin";
import { toPublicError } from "./public-error";
import { authorize } from "./session";
import type { Role, Session } from "./types";

const CLIENT_CLOSED_REQUEST = 499;

interface RouteContext<P> {
  readonly session: Session;
  readonly runtime: Runtime;
  readonly params: P;
  readonly url: URL;
}

interface RouteSpec<P> {
  readonly role: Role;
  readonly run: (ctx: RouteContext<P>, request: Request) => Promise<Response>;
}

/**
 * The only way a route handler is made: session row, role, and for all but GET and HEAD the origin. Everything that can
 * fail is done before `run` answers; errors are JSON `{ error: PublicError }` with the status of their code.
 */
export function defineRoute<P = Record<string, never>>(spec: RouteSpec<P>) {
  return async (request: Request, { params }: { params: Promise<P> }): Promise<Response> => {
    try {
      const { config } = runtime();
      const reads = request.method === "GET" || request.method === "HEAD";
      if (reads ? !knownHost(request.headers, config) : !sameOrigin(request.headers, config)) {
        throw new SlipwayError("forbidden", "This request did not come from Slipway's own pages.");
      }
      const session = await authorize(spec.role);
      const url = new URL(request.url);
      return await spec.run({ session, runtime: runtime(), params: await params, url }, request);
    } catch (error) {
      unstable_rethrow(error);
      // Nobody waits for the answer any more (a form that was changed again): that is no fault.
      if (request.signal.aborted) return new Response(null, { status: CLIENT_CLOSED_REQUEST });
      const shown = toPublicError(error, `${request.method} ${new URL(request.url).pathname}`);
      return Response.json(
        { error: shown },
        { status: HTTP_STATUS[shown.code], headers: { "cache-control": "no-store" } },
      );
    }
  };
}
