import { defineRoute } from "@/lib/auth/define-route";
import { watchSession } from "@/lib/auth/session-watch";
import { findSession } from "@/lib/auth/sessions";
import { liveResponse } from "@/lib/live/live-handler";

export const dynamic = "force-dynamic";

/** The page's one stream. */
export const GET = defineRoute({
  role: "viewer",
  run: async ({ runtime: { hub, clock, db, streams }, session }, request) =>
    liveResponse(request, {
      hub,
      clock,
      stillValid: watchSession(clock, () => findSession(db, session.id, clock)),
      opened: () => streams.open(session.id),
    }),
});
