import { defineRoute } from "@/lib/auth/define-route";
import { readTemplateById } from "@/lib/templates/library";

/** A template's text as a file: the newest version, or that of `orders@3`. */
export const GET = defineRoute<{ id: string }>({
  role: "viewer",
  run: async ({ runtime: { db }, params }) => {
    const { id, version, upload, format, text } = await readTemplateById(db, decodeURIComponent(params.id));
    const name = `${id}${upload ? `-v${version}` : ""}.${format}`;
    return new Response(text, {
      headers: {
        "content-type": format === "json" ? "application/json; charset=utf-8" : "application/yaml; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    });
  },
});
