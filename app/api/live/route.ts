import { defineRoute } from "@/lib/auth/define-route";
import { sessionStillValid } from "@/lib/auth/session";
import { liveResponse } from "@/lib/live/live-handler";

export const dynamic = "force-dynamic";

/** The page's one stream. */
export const GET = defineRoute({
  role: "viewer",
  run: async ({ runtime: { hub, clock }, session }, request) =>
    liveResponse(request, { hub, clock, stillValid: () => sessionStillValid(session.id) }),
});
