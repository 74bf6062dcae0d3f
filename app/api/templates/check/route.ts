import { readBody } from "@/lib/auth/body";
import { defineRoute } from "@/lib/auth/define-route";
import { checkTemplate } from "@/lib/templates/check";

/** A megabyte of template, with some room for what is about to be deleted. */
const MAX_BODY_BYTES = 2_000_000;

/** The editor's text, as plain text, read and linted while it is typed. A POST because it is long; it changes nothing. */
export const POST = defineRoute({
  role: "viewer",
  run: async (_ctx, request) => {
    const text = await readBody(request, MAX_BODY_BYTES);
    return Response.json(checkTemplate(text), { headers: { "cache-control": "no-store" } });
  },
});
