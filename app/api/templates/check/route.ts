import { defineRoute } from "@/lib/auth/define-route";
import { SlipwayError } from "@/lib/errors";
import { checkTemplate } from "@/lib/templates/check";

/** A megabyte of template, with some room for what is about to be deleted. */
const MAX_BODY_BYTES = 2_000_000;

/** The editor's text, as plain text, read and linted while it is typed. A POST because it is long; it changes nothing. */
export const POST = defineRoute({
  role: "viewer",
  run: async (_ctx, request) => {
    const declared = Number(request.headers.get("content-length") ?? 0);
    const text = declared > MAX_BODY_BYTES ? "" : await request.text();
    if (declared > MAX_BODY_BYTES || text.length > MAX_BODY_BYTES) {
      throw new SlipwayError("invalid_input", "This is far longer than any template may be.");
    }
    return Response.json(checkTemplate(text), { headers: { "cache-control": "no-store" } });
  },
});
