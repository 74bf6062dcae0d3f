import { defineRoute } from "@/lib/auth/define-route";
import { pick } from "@/lib/pick/pick";

/** Choices of a form's field, read while typing: `?account&region&kind` and what the choices depend on. */
export const GET = defineRoute({
  role: "viewer",
  run: async ({ runtime: { aws }, url }) => {
    const { account = "", region = "", kind = "", ...query } = Object.fromEntries(url.searchParams);
    return Response.json(await pick(aws.at({ account, region }), kind, query), {
      headers: { "cache-control": "private, max-age=10" },
    });
  },
});
